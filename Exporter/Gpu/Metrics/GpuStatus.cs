namespace Exporter.Gpu.Metrics;

/// <summary>State of a GPU's hardware, in the words of OpenTelemetry's <c>hw.state</c>.</summary>
internal enum GpuStatus
{
    Ok,

    /// <summary>It works with less than it should have.</summary>
    Degraded,

    /// <summary>It is lost or needs a reset.</summary>
    Failed,

    /// <summary>It works and will fail: it wants a reset or a repair.</summary>
    PredictedFailure,
}
