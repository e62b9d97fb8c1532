using Microsoft.Extensions.Logging;

namespace Exporter.Traffic.Logs;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Target {Target}: following {Path} from byte {Offset}.")]
    public static partial void LogFollowed(ILogger logger, string target, string path, long offset);

    [LoggerMessage(Level = LogLevel.Information, Message = "Target {Target}: {Path} is another file now (rotated); the old one is read to its end.")]
    public static partial void LogRotated(ILogger logger, string target, string path);

    [LoggerMessage(Level = LogLevel.Information, Message = "Target {Target}: {Path} was truncated; {Bytes} bytes were read from its copy and its new beginning.")]
    public static partial void LogTruncated(ILogger logger, string target, string path, long bytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Target {Target}: {Path} was followed before the restart and is gone; what was written to it meanwhile is not counted.")]
    public static partial void LogLost(ILogger logger, string target, string path);

    [LoggerMessage(Level = LogLevel.Information, Message = "Target {Target}: {Pattern} is read again.")]
    public static partial void LogReadable(ILogger logger, string target, string pattern);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Target {Target}: {Pattern} may not be read (no_permission). Put the daemon's user into the log's group (adm for Debian's /var/log) and let the group enter the directory; it is tried again all the time.")]
    public static partial void LogRefused(ILogger logger, string target, string pattern);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Target {Target}: {Pattern} is no regular file (not_a_file) but a pipe, a device or a directory; redirect the server's output to a file or read it from the journal.")]
    public static partial void LogIsNoFile(ILogger logger, string target, string pattern);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Target {Target}: there is no file {Pattern} (file_not_found). It is read from its beginning once it appears.")]
    public static partial void LogMissing(ILogger logger, string target, string pattern);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Target {Target}: journalctl for {Unit} ended: {Reason}. It is started again, with growing pauses.")]
    public static partial void JournalEnded(ILogger logger, string target, string unit, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Target {Target}: the journal of {Unit} is read again.")]
    public static partial void JournalReadable(ILogger logger, string target, string unit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Target {Target}: the journal of {Unit} no longer has the place up to which it was read; it is read on from its end.")]
    public static partial void JournalPlaceLost(ILogger logger, string target, string unit);

    [LoggerMessage(Level = LogLevel.Warning, Message = "How far logs were read cannot be kept in {Path}: {Reason}. After a restart they are read on from where this was kept last, or from their end.")]
    public static partial void PositionsNotKept(ILogger logger, string path, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} does not say how far logs were read: {Reason}. They are read on from their end.")]
    public static partial void PositionsNotRead(ILogger logger, string path, string reason);
}
