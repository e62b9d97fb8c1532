using Exporter.Gpu;

namespace Exporter.Demo;

/// <summary>GPUs that do not exist, for newcomers, dashboards and tests. They say so: <c>hw_model="simulated"</c>.</summary>
/// <param name="count">How many; 1 to 16.</param>
/// <param name="time">Every value follows from it alone.</param>
/// <param name="target">Whose model the simulated memory holds: in the demo the built-in model server; null or no answer for nobody's.</param>
internal sealed class SimulatedGpuDriver(int count, TimeProvider time, Func<string?>? target = null) : IGpuDriver
{
    private readonly long loaded = time.GetTimestamp();

    public GpuOpening Open() => count < 1
        ? GpuOpening.Failed("no_device", "No GPU is simulated; set gpu.simulated to their number.")
        : GpuOpening.Opened(new SimulatedGpuSession(count, () => time.GetElapsedTime(loaded), target ?? (() => null)));
}
