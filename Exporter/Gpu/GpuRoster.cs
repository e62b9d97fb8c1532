using System.Collections.Immutable;

namespace Exporter.Gpu;

/// <summary>
/// Remembers every GPU that was ever identified, so that one which falls off the bus keeps its name and its place: as a failed
/// GPU when the driver still enumerates it, as a missing one when it does not. Not thread-safe.
/// </summary>
internal sealed class GpuRoster
{
    private readonly Dictionary<string, GpuView> known = [];

    /// <summary>How many GPUs there should be; null before any was enumerated.</summary>
    public int? Expected { get; private set; }

    /// <summary>What a scrape shows, from what the samplers of the open session know.</summary>
    /// <param name="live">One view for every GPU that the session enumerates.</param>
    /// <param name="isComplete">Whether every one of them has had a result, be it that it hangs.</param>
    public ImmutableArray<GpuView> Resolve(IReadOnlyList<GpuView> live, bool isComplete)
    {
        var present = new HashSet<string>();
        foreach (var view in live)
        {
            if (view.Identity is { } identity)
            {
                present.Add(identity.Uuid);
                known[identity.Uuid] = new GpuView { Index = view.Index, Identity = identity, IsMissing = true };
            }
        }

        var views = ImmutableArray.CreateBuilder<GpuView>(live.Count);
        foreach (var view in live)
        {
            views.Add(view.Identity is null ? Recognise(view, present, isComplete) : view);
        }

        if (isComplete)
        {
            views.AddRange(known.Values.Where(gone => !present.Contains(gone.Identity!.Uuid)).OrderBy(gone => gone.Index));
        }

        Expected = isComplete ? views.Count : Math.Max(live.Count, known.Count);
        return views.DrainToImmutable();
    }

    /// <summary>
    /// A GPU that cannot even tell its name is the one that was at its index before, unless that one is elsewhere now. Until the
    /// others have told theirs, it is shown not at all rather than under a wrong name.
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
}
