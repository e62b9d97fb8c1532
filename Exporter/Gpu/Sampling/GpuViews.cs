using System.Collections.Immutable;
using Exporter.Gpu.Events;

namespace Exporter.Gpu.Sampling;

/// <summary>What a scrape sees of the GPUs, kept up by whoever brings something new. Thread-safe; it outlives sessions.</summary>
internal sealed class GpuViews(GpuXids xids, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly GpuRoster roster = new();
    private ImmutableArray<GpuView> views = [];
    private ImmutableArray<GpuSampler>? live;
    private GpuView[]? shown;
    private int shownVersion;
    private bool isBridging;

    /// <inheritdoc cref="GpuRoster.Expected"/>
    public int? Expected
    {
        get
        {
            lock (gate)
            {
                return roster.Expected;
            }
        }
    }

    /// <summary>
    /// Every GPU as it is known now; a snapshot that is no longer true is left out. The same list until something is another: every
    /// instrument asks at every scrape.
    /// </summary>
    public IReadOnlyList<GpuView> Read()
    {
        lock (gate)
        {
            var version = xids.Version;
            if (shown is null || shownVersion != version || Array.Exists(shown, HasExpired))
            {
                shown = [.. views.Select(view => view with { Xids = xids.Of(view.Identity?.PciBusId), Snapshot = HasExpired(view) ? null : view.Snapshot })];
                shownVersion = version;
            }

            return shown;
        }
    }

    /// <summary>A session begins.</summary>
    public void Begin(ImmutableArray<GpuSampler> samplers)
    {
        lock (gate)
        {
            live = samplers;
            Resolve();
        }
    }

    /// <summary>A sampler of the session has something new.</summary>
    public void Update()
    {
        lock (gate)
        {
            Resolve();
        }
    }

    /// <summary>The session ended and another one follows at once: what is known is shown until more is, or until it is too old.</summary>
    public void Bridge()
    {
        lock (gate)
        {
            live = null;
            isBridging = true;
        }
    }

    /// <summary>There is no session: only what is known to be lost is shown.</summary>
    public void End()
    {
        lock (gate)
        {
            live = null;
            isBridging = false;
            Set(roster.Resolve([], isComplete: false));
        }
    }

    /// <summary>The GPUs were given away: whatever happens to them now is meant to.</summary>
    public void Clear()
    {
        lock (gate)
        {
            live = null;
            isBridging = false;
            Set([]);
        }
    }

    private void Resolve()
    {
        if (live is not { } samplers)
        {
            return;
        }

        var isComplete = samplers.All(sampler => sampler.HasResult);
        isBridging &= !isComplete && views.Any(view => view.Snapshot?.IsExpired(time) == false);
        if (!isBridging)
        {
            Set(roster.Resolve([.. samplers.Select(sampler => sampler.View)], isComplete));
        }
    }

    private void Set(ImmutableArray<GpuView> next) => (views, shown) = (next, null);

    private bool HasExpired(GpuView view) => view.Snapshot?.IsExpired(time) == true;
}
