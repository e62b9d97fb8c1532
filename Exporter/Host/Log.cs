using Microsoft.Extensions.Logging;

namespace Exporter.Host;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The host cannot be read completely ({Reason}); the affected series are absent until it can.")]
    public static partial void SourceFailed(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The host can be read completely again.")]
    public static partial void SourcesRecovered(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "File systems do not answer and are left alone until they do: {Paths}")]
    public static partial void FileSystemsUnanswered(ILogger logger, string paths);

    [LoggerMessage(Level = LogLevel.Information, Message = "Every file system answers again.")]
    public static partial void FileSystemsAnswered(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The host has had more disks, interfaces or mounts than are published (64 of each); the later ones are left out.")]
    public static partial void CapacityExceeded(ILogger logger);
}
