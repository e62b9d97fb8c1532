using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;

namespace Exporter.Exposition.Collection;

/// <summary>Decides how the SDK keeps each instrument: its number of series and its buckets, never the SDK's defaults.</summary>
/// <param name="own">The pipeline's own meter: another pipeline's of the same name, as tests make them, is not ours to show.</param>
internal sealed class StreamViews(Func<Instrument, int> cardinalityLimit, Meter own, ILogger logger)
{
    public static readonly string[] RuntimeMeters = ["System.Runtime", "System.Net.Http"];

    /// <summary>Of one runtime instrument: enough for every destination, method and status a host's probes meet.</summary>
    private const int RuntimeCardinalityLimit = 256;

    /// <summary>The finest resolution native histograms have; the SDK's own default is finer and would have to be merged down.</summary>
    private const int NativeMaxScale = NativeHistogramValue.MaxSchema;

    private readonly HashSet<(string, string)> refused = [];

    /// <summary>The view every instrument has.</summary>
    public MetricStreamConfiguration Standard(Instrument instrument)
    {
        var limit = LimitOf(instrument);
        if (limit < 1)
        {
            return MetricStreamConfiguration.Drop;
        }

        // Without boundaries of its own here, the view leaves those of the instrument's advice in force.
        return IsHistogram(instrument)
            ? new ExplicitBucketHistogramConfiguration { CardinalityLimit = limit, RecordMinMax = false }
            : new MetricStreamConfiguration { CardinalityLimit = limit };
    }

    /// <summary>The second view of a histogram where native histograms are on; null for every other instrument.</summary>
    public MetricStreamConfiguration? Native(Instrument instrument)
    {
        if (!IsHistogram(instrument))
        {
            return null;
        }

        var limit = LimitOf(instrument);
        return limit < 1 ? null : new Base2ExponentialBucketHistogramConfiguration { CardinalityLimit = limit, MaxScale = NativeMaxScale, RecordMinMax = false };
    }

    /// <summary>0 for an instrument that is not exported.</summary>
    private int LimitOf(Instrument instrument)
    {
        if (instrument.Meter.Name == own.Name && !ReferenceEquals(instrument.Meter, own))
        {
            return 0;
        }

        if (IsHistogram(instrument) && !HasBoundaries(instrument))
        {
            Refuse(instrument, static (log, i) => Log.HistogramWithoutBoundaries(log, i.Name, i.Meter.Name));
            return 0;
        }

        var limit = ReferenceEquals(instrument.Meter, own) ? ScrapeMetrics.CardinalityLimit(instrument)
            : RuntimeMeters.Contains(instrument.Meter.Name) ? RuntimeCardinalityLimit
            : cardinalityLimit(instrument);
        if (limit < 1)
        {
            Refuse(instrument, static (log, i) => Log.InstrumentWithoutLimit(log, i.Name, i.Meter.Name));
        }

        return Math.Max(0, limit);
    }

    private void Refuse(Instrument instrument, Action<ILogger, Instrument> log)
    {
        bool isNew;
        lock (refused)
        {
            isNew = refused.Add((instrument.Meter.Name, instrument.Name));
        }

        if (isNew)
        {
            log(logger, instrument);
        }
    }

    private static bool IsHistogram(Instrument instrument) => instrument is
        Histogram<double> or Histogram<long> or Histogram<float> or Histogram<int> or Histogram<short> or Histogram<byte> or Histogram<decimal>;

    private static bool HasBoundaries(Instrument instrument) => instrument switch
    {
        Histogram<double> h => h.Advice?.HistogramBucketBoundaries is { Count: > 0 },
        Histogram<long> h => h.Advice?.HistogramBucketBoundaries is { Count: > 0 },
        Histogram<float> h => h.Advice?.HistogramBucketBoundaries is { Count: > 0 },
        Histogram<int> h => h.Advice?.HistogramBucketBoundaries is { Count: > 0 },
        Histogram<short> h => h.Advice?.HistogramBucketBoundaries is { Count: > 0 },
        Histogram<byte> h => h.Advice?.HistogramBucketBoundaries is { Count: > 0 },
        _ => false,
    };
}
