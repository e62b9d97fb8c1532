using System.Collections.Immutable;

namespace Exporter.Scheduling;

/// <summary>The collectors that exist now. Any thread may add, remove and read.</summary>
internal sealed class CollectorHealthBoard(TimeProvider time)
{
    private ImmutableList<CollectorHealth> all = [];

    public IReadOnlyList<CollectorHealth> All => Volatile.Read(ref all);

    /// <summary>Adds a collector; its series appear with the first result.</summary>
    public CollectorHealth Add(string collector, string? gpu = null)
    {
        var health = new CollectorHealth(collector, gpu, time);
        ImmutableInterlocked.Update(ref all, list => list.Add(health));
        return health;
    }

    /// <summary>Removes a collector that is no more; its series end with the next scrape.</summary>
    public void Remove(CollectorHealth health) => ImmutableInterlocked.Update(ref all, list => list.Remove(health));
}
