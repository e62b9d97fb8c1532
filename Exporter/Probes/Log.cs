using Microsoft.Extensions.Logging;

namespace Exporter.Probes;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Probe {Target}/{Probe} fails ({ErrorType}): {Reason}")]
    public static partial void StartsToFail(ILogger logger, string target, string probe, string errorType, string? reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Probe {Target}/{Probe} now fails differently ({ErrorType}): {Reason}")]
    public static partial void FailsDifferently(ILogger logger, string target, string probe, string errorType, string? reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Probe {Target}/{Probe} succeeds again after {Failures} failures in {Seconds:0.#} s.")]
    public static partial void SucceedsAgain(ILogger logger, string target, string probe, long failures, double seconds);

    [LoggerMessage(Level = LogLevel.Error, Message = "Probe {Target}/{Probe} ended with an unexpected error; it counts as protocol_error and runs again at its next tick. Please report this.")]
    public static partial void Bug(ILogger logger, Exception exception, string target, string probe);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Probe {Target}/{Probe}: {Outcome} in {Seconds:0.000} s.")]
    public static partial void Finished(ILogger logger, string target, string probe, string outcome, double seconds);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Probe {Target}/{Probe} asked nothing ({SkipReason}): {Reason}")]
    public static partial void Skipped(ILogger logger, string target, string probe, string skipReason, string? reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Probe {Target}/{Probe} was skipped ({Reason}).")]
    public static partial void NotNow(ILogger logger, string target, string probe, string reason);
}
