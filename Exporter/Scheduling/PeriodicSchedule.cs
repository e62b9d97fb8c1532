namespace Exporter.Scheduling;

/// <summary>When a job runs: at <c>start + FirstDelay + n * Interval</c> on the monotonic clock.</summary>
internal sealed record PeriodicSchedule
{
    /// <summary>Name of the job in the log.</summary>
    public required string Name { get; init; }

    /// <summary>Time from one tick to the next; greater than zero.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>Time from <see cref="PeriodicLoop.Start"/> to the first tick; zero or more.</summary>
    public TimeSpan FirstDelay { get; init; }

    /// <summary>How long a stop waits for a tick in progress before it is given up and logged.</summary>
    public TimeSpan StopBound { get; init; } = TimeSpan.FromSeconds(5);
}
