using System.Diagnostics.Metrics;
using Exporter.Exposition.Push;
using Exporter.Exposition.Relay;

namespace Exporter.Exposition;

/// <summary>What the pipeline is made for; fixed for its life.</summary>
internal sealed record MetricsPipelineOptions
{
    /// <summary>The meters to take up; <c>*</c> stands for anything.</summary>
    public IReadOnlyList<string> MeterNames { get; init; } = ["modelhost_exporter.*"];

    /// <summary>How many series an instrument may have. Less than 1 means that nobody has said: the instrument is then refused, with a log line.</summary>
    public required Func<Instrument, int> CardinalityLimit { get; init; }

    /// <summary>Labels of <c>target_info</c> and resource of a push, such as <c>service.name</c>; empty means no <c>target_info</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ResourceAttributes { get; init; } = [];

    /// <summary>Adds native buckets to every histogram in the protobuf format.</summary>
    public bool NativeHistograms { get; init; }

    /// <summary>Adds the runtime's own meters: GC, thread pool, HTTP client.</summary>
    public bool RuntimeMetrics { get; init; }

    /// <summary>Scrapes closer together than this share one collection; zero means that only scrapes at the same time do.</summary>
    public TimeSpan SnapshotAge { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How many metric streams there may be over all meters. One that is free costs 16 bytes.</summary>
    public int MaxMetricStreams { get; init; } = 16_384;

    /// <summary>Families made by others that are passed on.</summary>
    public IReadOnlyList<IRelayedFamilySource> Relayed { get; init; } = [];

    /// <summary>Where to push besides being scraped; null for nowhere.</summary>
    public OtlpPushOptions? Otlp { get; init; }
}
