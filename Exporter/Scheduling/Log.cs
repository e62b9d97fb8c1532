using Microsoft.Extensions.Logging;

namespace Exporter.Scheduling;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} failed with an unexpected error; it runs again at its next tick. Please report this.")]
    public static partial void TickFailed(ILogger logger, Exception exception, string job);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} did not stop within {Bound}; it is left behind.")]
    public static partial void StopBoundHit(ILogger logger, string job, TimeSpan bound);
}
