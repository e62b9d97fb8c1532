namespace Exporter.Configuration.Traffic;

/// <summary>Section <c>state</c> of a target: how its verdict is reached.</summary>
internal sealed record StateConfig
{
    /// <summary>How long the evidence must speak for another state before it is entered; 0 s to 10 min; default 15 s.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long work without progress may last before the target counts as stalled; 1 s to 1 h; default 30 s.</summary>
    public TimeSpan StalledAfter { get; init; } = TimeSpan.FromSeconds(30);
}
