namespace Exporter.Traffic.State;

/// <summary>Everything that is kept of one target's state. Not thread-safe.</summary>
internal sealed class TargetWatch(TimeProvider time)
{
    private readonly HistoryKeeper history = new(time);
    private readonly StateHold hold = new(time);
    private readonly LoadTimer loading = new(time);

    /// <summary>Judges one moment.</summary>
    /// <param name="changed">Told when another state was entered, from which, and by which row of the table.</param>
    public TargetStanding Look(TargetEvidence now, StateLimits limits, Action<TargetState?, TargetState, string> changed)
    {
        var before = history.Add(now);
        loading.Add(now, before);
        var row = VerdictTable.Find(now, before, limits.StalledAfter);
        var last = hold.Current;
        if (hold.Add(row?.Verdict, limits.Hold))
        {
            changed(last, hold.Current!.Value, row!.Name);
        }

        return new TargetStanding(limits.Target, hold.Current, IsUp(now, before), loading.Last);
    }

    private static bool? IsUp(TargetEvidence now, TargetHistory before)
    {
        if (now.IsListening is true)
        {
            return true;
        }

        // An answer of a while ago says less than a port that is closed now.
        return before.WasListening && now.IsListening is false ? false
            : now.Probes.Any(p => p.Finding is ProbeFinding.Answered or ProbeFinding.Overloaded or ProbeFinding.Unavailable or ProbeFinding.Failed) ? true
            : now.Probes.Any(p => p.Finding is ProbeFinding.Refused or ProbeFinding.TimedOut) ? false
            : null;
    }
}
