using Exporter.Configuration.Probes;

namespace Exporter.Probes.Quality;

/// <summary>What a case expects, and what the kinds of expectations are called.</summary>
internal static class AssertionKinds
{
    /// <summary>The key of the configuration; a label value.</summary>
    public static string NameOf(AssertionKind kind) => kind switch
    {
        AssertionKind.Label => "label",
        AssertionKind.EqualTo => "equals",
        AssertionKind.Contains => "contains",
        AssertionKind.Matches => "matches",
        AssertionKind.Json => "json",
        AssertionKind.Score => "score",
        AssertionKind.Ranking => "ranking",
        AssertionKind.Embedding => "embedding",
    };

    /// <summary>Whether a single wrong answer is a fault. Of labels and rankings a good model gets some wrong: there only the share counts.</summary>
    public static bool IsAbsolute(AssertionKind kind) => kind is not (AssertionKind.Label or AssertionKind.Ranking);

    /// <summary>The kinds of expectations that a case has, each once.</summary>
    public static IEnumerable<AssertionKind> Of(QualityCaseConfig one) => Enum.GetValues<AssertionKind>().Where(kind => kind switch
    {
        AssertionKind.Label => one.Label is not null,
        AssertionKind.EqualTo => one.EqualTo is not null,
        AssertionKind.Contains => one.Contains.Count > 0,
        AssertionKind.Matches => one.Matches.Count > 0,
        AssertionKind.Json => one.Json.Count > 0,
        AssertionKind.Score => (one.MinScore ?? one.MaxScore) is not null || one.Relevance.Count > 0,
        AssertionKind.Ranking => one.Ranking.Count > 0,
        AssertionKind.Embedding => one.Embedding.Count > 0,
    });
}
