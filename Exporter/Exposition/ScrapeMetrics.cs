using System.Diagnostics.Metrics;
using Exporter.Exposition.Collection;
using Exporter.Exposition.Negotiation;

namespace Exporter.Exposition;

/// <summary>The scrape's own metrics. A scrape shows the ones before it, never itself.</summary>
internal sealed class ScrapeMetrics : IDisposable
{
    public const string MeterName = "modelhost_exporter.exposition";

    private const string Scrapes = "modelhost_exporter.scrapes";
    private const string Dropped = "modelhost_exporter.series.dropped";

    /// <summary>Seconds, from a cached answer to a lost scrape.</summary>
    private static readonly double[] DurationBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private static readonly string[] Results = ["success", "deadline_exceeded", "failed"];

    private readonly Meter meter = new(MeterName);
    private readonly Counter<long> scrapes;
    private readonly Counter<long> dropped;
    private readonly Histogram<double> duration;
    private long series = -1;

    public ScrapeMetrics()
    {
        scrapes = meter.CreateCounter<long>(Scrapes, null, "Scrapes answered, by exposition format and result.");
        duration = meter.CreateHistogram(
            "modelhost_exporter.scrape.duration",
            "s",
            "Time from the request to the finished body: collecting, serialising, compressing and waiting for another scrape to do so.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBoundaries });
        dropped = meter.CreateCounter<long>(
            Dropped, null, "Series that a collection left out: conflicting families, duplicates, points over the cardinality limit, relayed names that are not allowed. The log says why.");
        meter.CreateObservableGauge("modelhost_exporter.scrape.series", ObserveSeries, null, "Series of the collection before this one; a histogram counts for each bucket, sum and count.");
    }

    /// <summary>The meter, so that a pipeline can tell its own from another one's in the same process.</summary>
    public Meter Meter => meter;

    /// <summary>How many series an instrument of this meter may have.</summary>
    internal static int CardinalityLimit(Instrument instrument) => instrument.Name switch
    {
        Scrapes => Enum.GetValues<ExpositionProtocol>().Length * Results.Length,
        Dropped => DropLedger.MaxNames + 2,
        _ => 1,
    };

    /// <summary>Starts every counter at zero. To be called once somebody listens to the meter: what was counted before is lost.</summary>
    public void Begin()
    {
        foreach (var format in Enum.GetValues<ExpositionProtocol>())
        {
            foreach (var result in Results)
            {
                scrapes.Add(0, new("format", FormatLabel(format)), new("result", result));
            }
        }

        dropped.Add(0, new KeyValuePair<string, object?>("metric", Relay.RelayedGroups.DropLabel));
        dropped.Add(0, new KeyValuePair<string, object?>("metric", DropLedger.Other));
    }

    /// <param name="failure">Null for an answered scrape.</param>
    public void Scraped(ExpositionProtocol format, ScrapeFailure? failure, TimeSpan elapsed)
    {
        var result = failure switch
        {
            null => "success",
            ScrapeFailure.DeadlineExceeded => "deadline_exceeded",
            _ => "failed",
        };
        scrapes.Add(1, new("format", FormatLabel(format)), new("result", result));
        duration.Record(elapsed.TotalSeconds);
    }

    public void DroppedSeries(string metric, long count) => dropped.Add(count, new KeyValuePair<string, object?>("metric", metric));

    public void Collected(long count) => Interlocked.Exchange(ref series, count);

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<long>> ObserveSeries()
    {
        var count = Interlocked.Read(ref series);
        return count < 0 ? [] : [new Measurement<long>(count)];
    }

    private static string FormatLabel(ExpositionProtocol format) => format switch
    {
        ExpositionProtocol.Text004 => "text_0.0.4",
        ExpositionProtocol.Text100 => "text_1.0.0",
        ExpositionProtocol.OpenMetrics100 => "openmetrics_1.0.0",
        ExpositionProtocol.Protobuf => "protobuf",
    };
}
