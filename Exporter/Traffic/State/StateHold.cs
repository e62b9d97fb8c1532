namespace Exporter.Traffic.State;

/// <summary>
/// Keeps a state from flapping: another one is entered only after the evidence has spoken for it without a break for the hold time,
/// unless it is certain. So every state, a certain one too, lasts at least that long. Not thread-safe.
/// </summary>
internal sealed class StateHold(TimeProvider time)
{
    /// <summary>After this long without any verdict nothing is known any more.</summary>
    private static readonly TimeSpan Shelf = TimeSpan.FromMinutes(5);

    private TargetState? candidate;
    private long candidateSince;
    private long lastVerdict = time.GetTimestamp();

    /// <summary>Null before the first verdict, and where there has been none for long.</summary>
    public TargetState? Current { get; private set; }

    /// <param name="verdict">Null where the evidence is too little to leave the state.</param>
    /// <returns>Whether another state was entered.</returns>
    public bool Add(Verdict? verdict, TimeSpan hold)
    {
        if (verdict is not { } next)
        {
            candidate = null;
            if (time.GetElapsedTime(lastVerdict) > Shelf)
            {
                Current = null;
            }

            return false;
        }

        lastVerdict = time.GetTimestamp();
        if (next.State == Current)
        {
            candidate = null;
            return false;
        }

        if (candidate != next.State)
        {
            (candidate, candidateSince) = (next.State, time.GetTimestamp());
        }

        if (Current is not null && !next.IsCertain && time.GetElapsedTime(candidateSince) < hold)
        {
            return false;
        }

        (Current, candidate) = (next.State, null);
        return true;
    }
}
