namespace Exporter.Probes.Quality;

/// <summary>Lengths and angles of embeddings.</summary>
internal static class Vectors
{
    /// <summary>Euclidean length; 0 for a vector of zeros, which no model means.</summary>
    public static double Norm(IReadOnlyList<double> vector)
    {
        // Scaled by the greatest component, so that no square overflows or vanishes.
        var greatest = 0.0;
        foreach (var component in vector)
        {
            greatest = Math.Max(greatest, Math.Abs(component));
        }

        if (greatest == 0 || !double.IsFinite(greatest))
        {
            return greatest;
        }

        var sum = 0.0;
        foreach (var component in vector)
        {
            sum += component / greatest * (component / greatest);
        }

        return greatest * Math.Sqrt(sum);
    }

    /// <summary>Cosine of the angle between two vectors of one dimension, -1 to 1; null where one of them has no direction.</summary>
    public static double? Cosine(IReadOnlyList<double> one, IReadOnlyList<double> other)
    {
        var (norm, otherNorm) = (Norm(one), Norm(other));
        if (!(norm > 0 && otherNorm > 0 && double.IsFinite(norm) && double.IsFinite(otherNorm)))
        {
            return null;
        }

        var sum = 0.0;
        for (var i = 0; i < one.Count; i++)
        {
            sum += one[i] / norm * (other[i] / otherNorm);
        }

        return Math.Clamp(sum, -1, 1);
    }
}
