using Exporter.Configuration.Probes;

namespace Exporter.Configuration.Baselines;

/// <summary>What a known good model answered to one case; one line of a file of references. It holds no question and no answer.</summary>
internal sealed record CaseReference
{
    /// <summary>Which question: <see cref="CaseIdentity"/>.</summary>
    public required string Case { get; init; }

    /// <summary>For a person: the case's name or number. Not read.</summary>
    public string? Name { get; init; }

    /// <summary>For a person: when it was recorded. Not read.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>For a person: the target's model then. Not read.</summary>
    public string? Model { get; init; }

    /// <summary>The class that was answered; null: none.</summary>
    public string? Label { get; init; }

    /// <summary>The documents from the highest score down; empty: none.</summary>
    public ValueList<int> Ranking { get; init; } = ValueList<int>.Empty;

    /// <summary>The vector; empty: none.</summary>
    public ValueList<double> Embedding { get; init; } = ValueList<double>.Empty;

    /// <summary>SHA-256 of the answer; null: none.</summary>
    public string? OutputSha256 { get; init; }

    /// <summary>Whether it says nothing to judge by.</summary>
    public bool IsEmpty => Label is null && Ranking.Count == 0 && Embedding.Count == 0 && OutputSha256 is null;

    /// <summary>The case with what it does not say itself taken from here.</summary>
    public QualityCaseConfig Complete(QualityCaseConfig one) => one with
    {
        Label = one.Label ?? Label,
        Ranking = one.Ranking.Count > 0 ? one.Ranking : Ranking,
        Embedding = one.Embedding.Count > 0 ? one.Embedding : Embedding,
        OutputSha256 = one.OutputSha256 ?? OutputSha256,
    };
}
