using System.Collections.Immutable;
using Exporter.Gpu.Metrics;

namespace Exporter.Gpu.Sampling;

/// <summary>
/// Remembers every GPU that was ever identified, so that one which falls off the bus keeps its name and its place: as a failed
/// GPU while the driver still enumerates it, as a missing one when it does not any more. Not thread-safe.
/// </summary>
internal sealed class GpuRoster
{
    private readonly Dictionary<string, GpuView> known = [];
    private readonly HashSet<string> failed = [];

    /// <summary>How many GPUs there should be; null before any was enumerated.</summary>
    public int? Expected { get; private set; }

    /// <summary>What a scrape shows, from what the samplers of the open session know.</summary>
    /// <param name="live">One view for every GPU that the session enumerates; none while there is no session.</param>
    /// <param name="isComplete">Whether every one of them has had a result, be it that it hangs: only then is it clear who is missing.</param>
    public ImmutableArray<GpuView> Resolve(IReadOnlyList<GpuView> live, bool isComplete)
    {
        var present = live.Where(view => view.Identity is not null).Select(view => view.Identity!.Uuid).ToHashSet();
        var views = live.Select(view => view.Identity is null ? Recognise(view, present, isComplete) : view).ToList();
        views.ForEach(Remember);
        foreach (var (uuid, gone) in known.OrderBy(entry => entry.Value.Index))
        {
            if (!present.Contains(uuid) && (isComplete || failed.Contains(uuid)))
            {
                failed.Add(uuid);
                views.Add(gone);
            }
        }

        if (live.Count > 0)
        {
            Expected = isComplete ? views.Count : Math.Max(live.Count, known.Count);
        }

        return [.. views];
    }

    /// <summary>
    /// A GPU that cannot even tell its name is the one that was at its index before, unless that one is elsewhere now. Until the
    /// others have told theirs, it is not shown at all rather than under a wrong name.
    /// </summary>
    private GpuView Recognise(GpuView view, HashSet<string> present, bool isComplete)
    {
        if (!isComplete)
        {
            return view with { Snapshot = null };
        }

        var before = known.Values.FirstOrDefault(gone => gone.Index == view.Index && !present.Contains(gone.Identity!.Uuid));
        if (before?.Identity is not { } identity)
        {
            return view;
        }

        present.Add(identity.Uuid);
        return view with { Identity = identity };
    }

    private void Remember(GpuView view)
    {
        if (view.Identity is not { } identity)
        {
            return;
        }

        known[identity.Uuid] = new GpuView { Index = view.Index, Identity = identity, IsMissing = true };
        if (view.Status is GpuStatus.Failed)
        {
            failed.Add(identity.Uuid);
        }
        else if (view.Status is not null)
        {
            failed.Remove(identity.Uuid);
        }
    }
}
