using Exporter.Gpu;

namespace Exporter.Demo;

/// <summary>A session with simulated GPUs.</summary>
internal sealed class SimulatedGpuSession(int count, Func<TimeSpan> sinceLoaded, Func<string?> target) : IGpuSession
{
    public string? DriverVersion => SimulatedGpu.DriverVersion;

    public string Description => "a simulation";

    public IReadOnlyList<IGpuReader> Readers { get; } = [.. Enumerable.Range(0, count).Select(index => new SimulatedGpu(index, sinceLoaded, target))];

    public void Abandon()
    {
        // Nothing native is open.
    }

    public void Dispose()
    {
        // Nothing native is open.
    }
}
