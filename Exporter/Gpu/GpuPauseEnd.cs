namespace Exporter.Gpu;

/// <summary>What ended a pause.</summary>
internal enum GpuPauseEnd
{
    Over,
    DriverChanged,
    ReleaseRequested,
}
