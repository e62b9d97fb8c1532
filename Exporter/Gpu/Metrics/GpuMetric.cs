namespace Exporter.Gpu.Metrics;

/// <summary>One metric of the catalogue. Every series carries <c>gpu</c> and <c>hw_id</c> besides <see cref="Labels"/>.</summary>
internal sealed record GpuMetric
{
    public required GpuMetricKind Kind { get; init; }

    /// <summary>OpenTelemetry name, such as <c>hw.gpu.utilization</c>.</summary>
    public required string Name { get; init; }

    /// <summary>OpenTelemetry unit; empty for a plain number.</summary>
    public required string Unit { get; init; }

    /// <summary>One sentence; the HELP text.</summary>
    public required string Description { get; init; }

    /// <summary>Names of the labels of its own.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Every value of its one label; empty where it has none, several, or an open set.</summary>
    public IReadOnlyList<string> LabelValues { get; init; } = [];

    /// <summary>Whether its series carry <c>hw_type="gpu"</c>, which the semantic conventions ask of metrics that other hardware shares.</summary>
    public bool HasHardwareType { get; init; }

    /// <summary>The most series one GPU can have.</summary>
    public required int SeriesPerGpu { get; init; }

    /// <summary>The values of one GPU now; none where the card does not support it.</summary>
    public required Func<GpuView, IEnumerable<GpuPoint>> Points { get; init; }

    /// <summary>Marks a metric whose name other hardware shares.</summary>
    public GpuMetric OfHardware() => this with { HasHardwareType = true };
}
