using Exporter.Gpu;
using Exporter.Gpu.Processes;
using Exporter.Traffic.Energy;

namespace Exporter.Hosting;

/// <summary>From the GPUs as they are read to what the energy is split by.</summary>
internal static class EnergyCards
{
    /// <summary>The cards whose last reading is still true and that tell who holds their memory.</summary>
    public static IReadOnlyList<CardSample> Of(IReadOnlyList<GpuView>? views) =>
        [.. (views ?? []).Select(Of).OfType<CardSample>()];

    private static CardSample? Of(GpuView view)
    {
        if (view is not { Identity: { } identity, Snapshot: { Reading: { } reading, Processes: { } processes } snapshot })
        {
            return null;
        }

        var memory = processes.GroupBy(p => p.Owner.Target).ToDictionary(g => g.Key, g => g.Sum(p => p.MemoryBytes));
        var shares = snapshot.ProcessShares?.GroupBy(p => p.Owner.Target).ToDictionary(g => g.Key, g => g.Sum(p => p.Utilization));
        memory.Remove(GpuProcessOwner.Other.Target, out var otherMemory);
        var otherShare = 0.0;
        shares?.Remove(GpuProcessOwner.Other.Target, out otherShare);
        return new CardSample(identity.Uuid, snapshot.Taken, reading.EnergyJoules, reading.UtilizationGeneral, memory, otherMemory, shares, otherShare);
    }
}
