using Exporter.Configuration;

namespace Exporter.Traffic.Discovery;

/// <summary>A server that was found.</summary>
internal sealed record DiscoveredServer
{
    public required Uri Url { get; init; }

    public required ServerIdentity Identity { get; init; }

    /// <summary>Null where the holder of the port cannot be seen.</summary>
    public int? Pid { get; init; }

    /// <summary>Name of that process.</summary>
    public string? Process { get; init; }

    /// <summary>Whether its processes hold memory of a GPU.</summary>
    public bool IsOnGpu { get; init; }

    /// <summary>Whether it has metrics of its own that we understand; null where that was not asked or not answered.</summary>
    public bool? HasMetrics { get; init; }

    /// <summary>First words of the names of its metrics, as far as they are known.</summary>
    public IReadOnlyList<string> MetricPrefixes { get; init; } = [];

    /// <summary>Whether it wants credentials for its API.</summary>
    public bool NeedsCredentials { get; init; }

    public ServerKind Kind => Identity.Kind;

    /// <summary>Whether it is worth a target: known as a server of models, or an unknown one that works on a GPU.</summary>
    public bool IsTarget => Kind != ServerKind.Other || IsOnGpu;

    public int Port => Url.Port;
}
