using Exporter.Configuration.Probes;

namespace Exporter.Probes.Quality;

/// <summary>What an answer was worth, as far as its case can tell.</summary>
internal sealed record QualityVerdict
{
    /// <summary>One for each kind that the case has.</summary>
    public required IReadOnlyList<QualityCheck> Checks { get; init; }

    /// <summary>The class that the answer names; null where it names none.</summary>
    public string? PredictedLabel { get; init; }

    /// <summary>Scores with what the case knows of them; null where it does not say.</summary>
    public IReadOnlyList<(double Score, ExpectedRelevance? Expected)> Scores { get; init; } = [];

    /// <summary>Null where no ranking was expected or none was answered.</summary>
    public RankingPairs? Pairs { get; init; }

    /// <summary>Null like <see cref="Pairs"/>.</summary>
    public double? ReciprocalRank { get; init; }

    /// <summary>Cosine to the stored vector; null where there is none, or where the answered one has no direction or another dimension.</summary>
    public double? Similarity { get; init; }

    /// <summary>Whether the answer is another than the one before.</summary>
    public bool OutputChanged { get; init; }
}
