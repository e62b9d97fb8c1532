using Exporter.Gpu.Readings;

namespace Exporter.Gpu.Processes;

/// <summary>Memory of a GPU held by all processes of one name and target.</summary>
internal sealed record GpuProcessUsage(GpuProcessOwner Owner, long MemoryBytes)
{
    /// <summary>How many different (target, process) pairs a card may show; the rest counts as the target's <c>other</c>.</summary>
    /// <remarks>Process names come from outside, and a label value once published holds its place until the daemon restarts.</remarks>
    public const int MostOwners = 64;

    /// <summary>Sums the processes by owner. Processes whose memory the driver does not tell are left out.</summary>
    public static IReadOnlyList<GpuProcessUsage> Sum(IReadOnlyList<GpuProcess> processes, Func<GpuProcess, GpuProcessOwner> ownerOf)
    {
        var sums = new Dictionary<GpuProcessOwner, long>();
        foreach (var process in processes)
        {
            if (process.MemoryBytes is { } bytes)
            {
                var owner = ownerOf(process);
                sums[owner] = sums.GetValueOrDefault(owner) + bytes;
            }
        }

        return [.. sums.Select(sum => new GpuProcessUsage(sum.Key, sum.Value))];
    }

    /// <summary>
    /// What is in use and belongs to no listed process: leaked contexts, processes of other namespaces, the driver's own.
    /// Null where usage, reserve or any process's share is unknown, since then the difference would be a guess.
    /// </summary>
    public static long? Unattributed(GpuReading reading)
    {
        if (reading is not { MemoryUsedBytes: { } used, MemoryReservedBytes: not null, Processes: { } processes })
        {
            return null;
        }

        long attributed = 0;
        foreach (var process in processes)
        {
            if (process.MemoryBytes is not { } bytes)
            {
                return null;
            }

            attributed += bytes;
        }

        return Math.Max(0, used - attributed);
    }
}
