namespace Exporter.Traffic.State;

/// <summary>
/// Times how long a server takes from its start to its first answer, where the start was watched: from when its process was started,
/// or where that is not seen from when it was first found not ready. Exact to the interval of its probes. Not thread-safe.
/// </summary>
internal sealed class LoadTimer(TimeProvider time)
{
    private DateTimeOffset? lastClosed;
    private DateTimeOffset? notReadySince;

    /// <summary>Of the last start that was watched; null before one was.</summary>
    public TimeSpan? Last { get; private set; }

    public void Add(TargetEvidence now, TargetHistory before)
    {
        var clock = time.GetUtcNow();
        if (now.IsAnswering)
        {
            if (!before.WasReady && notReadySince is { } since)
            {
                Last = clock - (Later(now.ProcessStart, lastClosed) ?? since);
            }

            (notReadySince, lastClosed) = (null, null);
        }
        else if (now.Finds(ProbeFinding.Refused))
        {
            lastClosed = clock;
            notReadySince ??= clock;
        }
        else if (now.Finds(ProbeFinding.Unavailable))
        {
            notReadySince ??= clock;
        }
    }

    /// <summary>A launcher may be older than the start that is meant: nobody loads while the port is still closed for another reason.</summary>
    private static DateTimeOffset? Later(DateTimeOffset? processStart, DateTimeOffset? closed) =>
        processStart is { } start && closed is { } end && start < end - TimeSpan.FromHours(1) ? end : processStart ?? closed;
}
