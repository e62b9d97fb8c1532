namespace Exporter.Probes.Quality;

/// <summary>What a case can expect; label <c>assertion</c>.</summary>
internal enum AssertionKind
{
    Label,
    EqualTo,
    Contains,
    Matches,
    Json,
    Score,
    Ranking,
    Embedding,
}
