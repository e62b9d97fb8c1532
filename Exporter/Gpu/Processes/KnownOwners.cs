using Exporter.Gpu.Readings;

namespace Exporter.Gpu.Processes;

/// <summary>Keeps the set of owners of one GPU closed, however many process names come by. Used by one thread.</summary>
internal sealed class KnownOwners(IProcessOwners owners)
{
    private readonly HashSet<GpuProcessOwner> known = [GpuProcessOwner.Other];

    public GpuProcessOwner OwnerOf(GpuProcess process) => Known(process.Owner ?? owners.OwnerOf(process.Pid));

    public GpuProcessOwner OwnerOf(GpuProcessActivity process) => Known(process.Owner ?? owners.OwnerOf(process.Pid));

    private GpuProcessOwner Known(GpuProcessOwner? told)
    {
        var owner = told ?? GpuProcessOwner.Other;
        if (known.Contains(owner))
        {
            return owner;
        }

        if (known.Count >= GpuProcessUsage.MostOwners)
        {
            // Targets are configured, so this adds one owner a target at most.
            owner = owner with { Process = GpuProcessOwner.Other.Process };
        }

        known.Add(owner);
        return owner;
    }
}
