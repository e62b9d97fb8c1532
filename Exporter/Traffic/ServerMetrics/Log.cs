using Microsoft.Extensions.Logging;

namespace Exporter.Traffic.ServerMetrics;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The metrics of target {Target} cannot be read ({Reason}: {Detail}). What they say is absent; everything else about the target goes on.")]
    public static partial void MetricsUnreadable(ILogger logger, string target, string reason, string detail);

    [LoggerMessage(Level = LogLevel.Information, Message = "The metrics of target {Target} can be read again.")]
    public static partial void MetricsReadable(ILogger logger, string target);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} lines of the metrics of target {Target} cannot be read and are left out; the first is line {Line}: it {Problem}.")]
    public static partial void MetricsBroken(ILogger logger, string target, int count, int line, string problem);
}
