namespace Exporter.Web;

/// <summary>What the landing page says about this process.</summary>
internal sealed record LandingFacts
{
    public string Name { get; init; } = "modelhost-exporter";

    public required string Version { get; init; }

    /// <summary>How many targets are configured now.</summary>
    public required Func<int> TargetCount { get; init; }

    /// <summary>A line for each server that was seen and is no target; empty where nothing looks for them.</summary>
    public Func<IReadOnlyList<string>> Seen { get; init; } = static () => [];
}
