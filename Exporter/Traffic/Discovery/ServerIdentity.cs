using Exporter.Configuration;

namespace Exporter.Traffic.Discovery;

/// <summary>What a server turned out to be.</summary>
internal sealed record ServerIdentity
{
    public required ServerKind Kind { get; init; }

    /// <summary>How people call it; of an unknown one what its header says.</summary>
    public required string Product { get; init; }

    /// <summary>Null where it does not tell.</summary>
    public string? Version { get; init; }

    /// <summary>Names by which its models are asked for; empty where it does not tell.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>What gave it away, such as <c>GET /v1/models says owned_by vllm</c>.</summary>
    public required string FoundBy { get; init; }

    /// <summary>Whether it said that its model is still loading.</summary>
    public bool IsLoading { get; init; }

    /// <summary>What it serves besides, for the kinds of which there are several: embedding, reranker, classifier.</summary>
    public string? Task { get; init; }

    /// <summary>Whether a better name may still be found.</summary>
    public bool IsTentative { get; init; }
}
