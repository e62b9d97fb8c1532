using Exporter.Gpu.Readings;

namespace Exporter.Gpu.Metrics;

/// <summary>One value of a metric of one GPU.</summary>
/// <param name="Value">In the metric's unit.</param>
/// <param name="LabelValues">One for each of the metric's labels, in their order; null leaves the label out.</param>
internal readonly record struct GpuPoint(double Value, params IReadOnlyList<string?> LabelValues)
{
    /// <summary>The part of the GPU that it belongs to; null for the whole.</summary>
    public GpuInstance? Instance { get; init; }
}
