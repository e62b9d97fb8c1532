using Exporter.Gpu.Processes;
using Exporter.Traffic.Processes;

namespace Exporter.Hosting;

/// <summary>Answers the GPUs' question whose a process is by the map of the targets' processes.</summary>
internal sealed class TargetProcessOwners(TargetProcesses processes) : IProcessOwners
{
    /// <inheritdoc/>
    public GpuProcessOwner? OwnerOf(int pid)
    {
        var map = processes.Map;
        return map.OwnerOf(pid) is { } target ? new GpuProcessOwner(target, map.Processes.Find(pid)?.Name ?? GpuProcessOwner.Other.Process) : null;
    }
}
