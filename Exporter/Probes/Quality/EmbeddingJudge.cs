using System.Globalization;

namespace Exporter.Probes.Quality;

/// <summary>Compares a vector with the one of a known good model: its dimension, its length and its direction.</summary>
internal static class EmbeddingJudge
{
    /// <summary>Lengths further apart than this mean that normalisation came or went; rounding to half precision stays far below.</summary>
    private const double NormTolerance = 0.02;

    /// <param name="vector">As answered; null where there is none.</param>
    /// <returns>The cosine, null where there is none; and what is wrong, null where nothing is.</returns>
    public static (double? Similarity, string? Wrong) Judge(IReadOnlyList<double>? vector, IReadOnlyList<double> reference, double minSimilarity)
    {
        if (vector is null || vector.Any(static component => !double.IsFinite(component)))
        {
            return (null, vector is null ? "the answer has no vector" : "the vector has a component that is no number");
        }

        if (vector.Count != reference.Count)
        {
            return (null, $"the vector has {vector.Count} dimensions, not {reference.Count}");
        }

        var similarity = Vectors.Cosine(vector, reference);
        if (similarity is null)
        {
            return (null, "the vector is zero in every component");
        }

        if (similarity < minSimilarity)
        {
            return (similarity, string.Create(CultureInfo.InvariantCulture, $"the cosine to the stored vector is {similarity:0.####}, less than {minSimilarity}"));
        }

        var (norm, wanted) = (Vectors.Norm(vector), Vectors.Norm(reference));
        return (similarity, Math.Abs(norm - wanted) > wanted * NormTolerance
            ? string.Create(CultureInfo.InvariantCulture, $"the vector has the length {norm:0.####}, not {wanted:0.####}")
            : null);
    }
}
