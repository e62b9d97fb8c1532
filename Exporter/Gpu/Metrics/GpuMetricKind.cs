namespace Exporter.Gpu.Metrics;

/// <summary>The instrument a GPU metric is published through; always an observable one.</summary>
internal enum GpuMetricKind
{
    Gauge,
    UpDownCounter,
    Counter,
}
