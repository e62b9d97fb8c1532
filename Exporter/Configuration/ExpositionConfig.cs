namespace Exporter.Configuration;

/// <summary>Section <c>exposition</c>: what is published beside the standard set. A change needs a restart.</summary>
internal sealed record ExpositionConfig
{
    /// <summary>Native histograms beside classic buckets in the protobuf format; default false, because a Prometheus that takes native histograms drops the classic buckets that rules read.</summary>
    public bool NativeHistograms { get; init; }

    /// <summary>The runtime's own meters: GC, thread pool, http.client.*; default false.</summary>
    public bool RuntimeMetrics { get; init; }

    /// <summary>The client metrics of OpenTelemetry's conventions for generative AI, which repeat what the probes' own say; default false.</summary>
    public bool GenAiMetrics { get; init; }

    /// <summary>How long concurrent scrapes share one collection; 0 to 10 s; default 250 ms.</summary>
    public TimeSpan SnapshotAge { get; init; } = TimeSpan.FromMilliseconds(250);
}
