namespace Exporter.Gpu.Sampling;

/// <summary>What ended a pause.</summary>
internal enum GpuPauseEnd
{
    Over,
    DriverChanged,
    ReleaseRequested,
}
