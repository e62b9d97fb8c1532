namespace Exporter.Scheduling;

/// <summary>The state of one collector at one moment.</summary>
internal sealed record CollectorState
{
    /// <summary>Whether the last collection succeeded; null before the first one ended.</summary>
    public bool? IsUp { get; init; }

    /// <summary>Whether a collection is running that should have ended.</summary>
    public bool IsOverdue { get; init; }

    /// <summary>Why it is not up, as a label value; null while it is.</summary>
    public string? Reason { get; init; }

    /// <summary>Duration of the last finished collection; null before the first.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Wall-clock time of the last success; null before the first.</summary>
    public DateTimeOffset? LastSuccess { get; init; }
}
