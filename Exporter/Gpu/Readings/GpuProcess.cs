using Exporter.Gpu.Processes;

namespace Exporter.Gpu.Readings;

/// <summary>A process that holds memory of a GPU.</summary>
/// <param name="Pid">As this process's pid namespace numbers it.</param>
/// <param name="MemoryBytes">Null where the driver does not tell.</param>
internal sealed record GpuProcess(int Pid, long? MemoryBytes)
{
    /// <summary>Whose it is, where the reader knows already; null asks <see cref="IProcessOwners"/>.</summary>
    public GpuProcessOwner? Owner { get; init; }
}
