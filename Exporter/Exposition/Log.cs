using Exporter.Exposition.Collection;
using Microsoft.Extensions.Logging;

namespace Exporter.Exposition;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Series of {Metric} are dropped and counted: {Reason} ({Detail}).")]
    public static partial void SeriesDropped(ILogger logger, string metric, DropReason reason, string detail);

    [LoggerMessage(Level = LogLevel.Information, Message = "Series of {Metric} are no longer dropped for {Reason}.")]
    public static partial void SeriesNoLongerDropped(ILogger logger, string metric, DropReason reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A scrape could not be answered. Please report this.")]
    public static partial void ScrapeFailed(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Scrapes are answered again.")]
    public static partial void ScrapeRecovered(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error, Message = "Histogram {Instrument} of meter {Meter} brings no bucket boundaries and is not exported. Please report this.")]
    public static partial void HistogramWithoutBoundaries(ILogger logger, string instrument, string meter);

    [LoggerMessage(Level = LogLevel.Error, Message = "Instrument {Instrument} of meter {Meter} has no cardinality limit and is not exported. Please report this.")]
    public static partial void InstrumentWithoutLimit(ILogger logger, string instrument, string meter);

    [LoggerMessage(Level = LogLevel.Warning, Message = "OpenTelemetry: {Message}")]
    public static partial void SdkWarning(ILogger logger, string message);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The metrics pipeline did not stop within {Bound}; it is left behind.")]
    public static partial void StopBoundHit(ILogger logger, TimeSpan bound);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last push through OTLP did not finish within {Bound}; it is left behind.")]
    public static partial void PushStopBoundHit(ILogger logger, TimeSpan bound);
}
