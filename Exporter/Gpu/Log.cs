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

    [LoggerMessage(Message = "The GPU at {PciAddress} reported Xid {Code} ({Severity}). {Advice}")]
    public static partial void Xid(ILogger logger, LogLevel level, string pciAddress, int code, string severity, string advice);

    [LoggerMessage(Level = LogLevel.Information, Message = "The kernel's log is not read for Xid errors ({Reason}): {Words}")]
    public static partial void KernelLogUnreadable(ILogger logger, string reason, string words);

    [LoggerMessage(Level = LogLevel.Error, Message = "Watching the driver's events failed with an unexpected error; Xid errors come from the kernel's log alone until the driver is opened again. Please report this.")]
    public static partial void EventsBug(ILogger logger, Exception bug);

    [LoggerMessage(Level = LogLevel.Information, Message = "The GPU driver is closed and opened anew at once ({Reason}): {Words}")]
    public static partial void Reopening(ILogger logger, string reason, string words);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The GPUs are released: the driver is closed so that a reset, a change of MIG or a driver update can go through. They are taken up again in {Pause}.")]
    public static partial void Released(ILogger logger, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The GPUs cannot be released wholly: a call hangs inside the driver, which so stays open. They are taken up again in {Pause}.")]
    public static partial void ReleasedInPart(ILogger logger, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Information, Message = "The pause is over; the GPUs are taken up again.")]
    public static partial void TakenUpAgain(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A driver update is pending: {Words}")]
    public static partial void UpgradePending(ILogger logger, string words);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Two calls for GPU {Gpu} hang in the driver already; it is not asked again until one of them ends.")]
    public static partial void TooManyHanging(ILogger logger, int gpu);
}
