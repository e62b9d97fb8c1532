using Exporter.Configuration;

namespace Exporter.Traffic.ServerMetrics;

/// <summary>What a target's own metrics said last, in one language for all servers. What it does not say is null.</summary>
internal sealed record ServerReading
{
    /// <summary>When it was read.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Which program it is; null where nothing told.</summary>
    public ServerKind? Server { get; init; }

    /// <summary>Its version as it says.</summary>
    public string? Version { get; init; }

    /// <summary>The model, or those of several with a comma between, at most 200 characters.</summary>
    public string? Model { get; init; }

    /// <summary>Requests that are worked on.</summary>
    public double? Running { get; init; }

    /// <summary>Requests that wait.</summary>
    public double? Waiting { get; init; }

    /// <summary>Share of the key-value cache that is used, 0 to 1; the worst of several engines.</summary>
    public double? KvCacheUtilization { get; init; }

    /// <summary>Tokens of questions since the server's start.</summary>
    public double? InputTokens { get; init; }

    /// <summary>Tokens of answers since the server's start.</summary>
    public double? OutputTokens { get; init; }

    /// <summary>Those of <see cref="InputTokens"/> that came from a cache.</summary>
    public double? CachedTokens { get; init; }

    /// <summary>Steps of the engine since the server's start: a number that must grow while it works.</summary>
    public double? Heartbeat { get; init; }

    /// <summary>Whether the model sleeps; its weights are not on the GPU.</summary>
    public bool? IsSleeping { get; init; }
}
