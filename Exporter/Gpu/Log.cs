using Microsoft.Extensions.Logging;

namespace Exporter.Gpu;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Reading {Count} GPU(s) through {Description}, driver {DriverVersion}.")]
    public static partial void Opened(ILogger logger, int count, string description, string? driverVersion);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No GPU is read ({Reason}): {Words} Tried again in the background; the rest of the daemon runs on.")]
    public static partial void Unavailable(ILogger logger, string reason, string words);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Opening the GPU driver has taken longer than {Bound} and goes on; no GPU is read until it ends. If it never does, the driver hangs: only a reboot helps.")]
    public static partial void OpenOverdue(ILogger logger, TimeSpan bound);

    [LoggerMessage(Level = LogLevel.Error, Message = "Opening the GPU driver failed with an unexpected error; it is tried again. Please report this.")]
    public static partial void OpenBug(ILogger logger, Exception bug);

    [LoggerMessage(Level = LogLevel.Error, Message = "Closing the GPU driver failed with an unexpected error. Please report this.")]
    public static partial void CloseBug(ILogger logger, Exception bug);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No GPU can be read any more ({Reason}): {Words} The driver is closed and opened again in {Pause}.")]
    public static partial void SessionLost(ILogger logger, string reason, string words, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The GPU driver could not be closed since a call hangs inside it; it is left behind.")]
    public static partial void SessionAbandoned(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "GPU {Gpu} ({HwId}) cannot be read ({Reason}): {Words}")]
    public static partial void ReadingFailed(ILogger logger, int gpu, string? hwId, string reason, string words);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reading GPU {Gpu} ({HwId}) has taken longer than {Bound} and goes on; its series end and the other GPUs are read as before. If it never ends, the driver hangs: look for Xid messages in the kernel log.")]
    public static partial void ReadingOverdue(ILogger logger, int gpu, string? hwId, TimeSpan bound);

    [LoggerMessage(Level = LogLevel.Information, Message = "GPU {Gpu} ({HwId}) is read again.")]
    public static partial void ReadingRecovered(ILogger logger, int gpu, string? hwId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading GPU {Gpu} failed with an unexpected error; it is read again at its next tick. Please report this.")]
    public static partial void ReadingBug(ILogger logger, Exception bug, int gpu);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The driver's {Counter} counter of GPU {HwId} is not followed any more: {Objection}.")]
    public static partial void CounterDropped(ILogger logger, string hwId, string counter, string objection);
}
