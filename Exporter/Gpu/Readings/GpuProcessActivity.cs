using Exporter.Gpu.Processes;

namespace Exporter.Gpu.Readings;

/// <summary>The driver's estimate of a process's share of the multiprocessors.</summary>
/// <param name="Pid">As the driver numbers it.</param>
/// <param name="Utilization">0 to 1.</param>
internal readonly record struct GpuProcessActivity(int Pid, double Utilization)
{
    /// <summary>Whose it is, where the reader knows already; null asks <see cref="IProcessOwners"/>.</summary>
    public GpuProcessOwner? Owner { get; init; }
}
