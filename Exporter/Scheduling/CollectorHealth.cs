namespace Exporter.Scheduling;

/// <summary>What the daemon knows about one of its own collectors: does it work, when did it last, how long does it take.</summary>
/// <remarks>Written by the collector's thread, read by any; a collector that hangs is told by <see cref="Overdue"/>.</remarks>
/// <param name="collector">Closed set: <c>gpu</c>, <c>host</c>, …; label <c>collector</c>.</param>
/// <param name="gpu">Index of the GPU for a per-GPU collector, else null; label <c>gpu</c>.</param>
internal sealed class CollectorHealth(string collector, string? gpu, TimeProvider time)
{
    private readonly Lock gate = new();
    private CollectorState state = new();

    public string Collector => collector;

    public string? Gpu => gpu;

    /// <summary>A consistent copy of the current state.</summary>
    public CollectorState Read()
    {
        lock (gate)
        {
            return state;
        }
    }

    /// <summary>A collection ended well after <paramref name="duration"/>.</summary>
    public void Succeeded(TimeSpan duration) => Set(new CollectorState
    {
        IsUp = true,
        Duration = duration,
        LastSuccess = time.GetUtcNow(),
    });

    /// <summary>A collection failed.</summary>
    /// <param name="reason">Closed set, snake case, such as <c>library_not_found</c> or <c>gpu_is_lost</c>; published as label <c>reason</c>.</param>
    /// <param name="duration">How long it took to fail; null where nothing was measured.</param>
    public void Failed(string reason, TimeSpan? duration = null) => Set(new CollectorState
    {
        IsUp = false,
        Reason = reason,
        Duration = duration ?? Read().Duration,
        LastSuccess = Read().LastSuccess,
    });

    /// <summary>A collection has been running for longer than it may; true until it ends.</summary>
    public void Overdue(string reason) => Set(Read() with { IsUp = false, IsOverdue = true, Reason = reason });

    private void Set(CollectorState next)
    {
        lock (gate)
        {
            state = next;
        }
    }
}
