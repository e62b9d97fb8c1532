namespace Exporter.Configuration.Probes;

/// <summary>Section <c>expect</c> of a <c>rerank</c> probe. A finite score for every document is always expected; whether servers sort, and by what scale they score, differs.</summary>
internal sealed record RerankExpectConfig
{
    /// <summary>Place of the document that must have the highest score; null means that it is not checked.</summary>
    public int? Top { get; init; }

    /// <summary>Places of documents from the highest score down; those left out may stand anywhere. Empty means that it is not checked.</summary>
    public ValueList<int> Order { get; init; } = ValueList<int>.Empty;

    /// <summary>Least score, inclusive; null means none. Raw scores may be negative.</summary>
    public double? MinScore { get; init; }

    /// <summary>Greatest score, inclusive; null means none. 1 holds only where the server applies a sigmoid.</summary>
    public double? MaxScore { get; init; }
}
