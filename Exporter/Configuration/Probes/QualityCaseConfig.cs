namespace Exporter.Configuration.Probes;

/// <summary>One question with a known answer. What it does not say is not judged.</summary>
internal sealed record QualityCaseConfig
{
    /// <summary>What reasons and logs call it; no label. Null: its number.</summary>
    public string? Name { get; init; }

    /// <summary>What is asked: the prompt, the text, the query, or the body of an http probe. Null: what the probe itself asks.</summary>
    public string? Input { get; init; }

    /// <summary>The documents of a ranking; empty: those of the probe.</summary>
    public ValueList<string> Documents { get; init; } = ValueList<string>.Empty;

    /// <summary>Label <c>query_kind</c>; default <c>default</c>.</summary>
    public string QueryKind { get; init; } = "default";

    /// <summary>The class that a classifier must answer with; every class that a case names is in the closed set of the label <c>class</c>.</summary>
    public string? Label { get; init; }

    /// <summary>The whole answer, compared without the blanks around it.</summary>
    public string? EqualTo { get; init; }

    /// <summary>Texts that must occur, compared without case.</summary>
    public ValueList<string> Contains { get; init; } = ValueList<string>.Empty;

    /// <summary>Regular expressions that must match.</summary>
    public ValueList<string> Matches { get; init; } = ValueList<string>.Empty;

    /// <summary>Checks of single JSON values of the answer.</summary>
    public ValueList<JsonExpectConfig> Json { get; init; } = ValueList<JsonExpectConfig>.Empty;

    /// <summary>Least score, inclusive, of every score in the answer.</summary>
    public double? MinScore { get; init; }

    /// <summary>Greatest score, inclusive, of every score in the answer.</summary>
    public double? MaxScore { get; init; }

    /// <summary>What is scored, in the order of the documents; says where a score is counted. Empty: nowhere.</summary>
    public ValueList<ExpectedRelevance> Relevance { get; init; } = ValueList<ExpectedRelevance>.Empty;

    /// <summary>Indices of documents, the best one first; those left out are not compared.</summary>
    public ValueList<int> Ranking { get; init; } = ValueList<int>.Empty;

    /// <summary>The vector of a known good model; empty: none.</summary>
    public ValueList<double> Embedding { get; init; } = ValueList<double>.Empty;

    /// <summary>SHA-256 of the known answer, 64 lower-case hex digits; null: the first answer seen takes its place.</summary>
    public string? OutputSha256 { get; init; }
}
