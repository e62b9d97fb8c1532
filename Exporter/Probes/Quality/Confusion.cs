namespace Exporter.Probes.Quality;

/// <summary>Counts an answer for each class as if it were the only question: one against the rest.</summary>
internal static class Confusion
{
    /// <param name="predicted">What the answer says; null, like a class that nobody expects, is none of the classes.</param>
    public static ConfusionOutcome Of(string label, string expected, string? predicted) => (IsSame(label, expected), IsSame(label, predicted)) switch
    {
        (true, true) => ConfusionOutcome.TruePositive,
        (true, false) => ConfusionOutcome.FalseNegative,
        (false, true) => ConfusionOutcome.FalsePositive,
        (false, false) => ConfusionOutcome.TrueNegative,
    };

    /// <summary>Whether two texts name one class.</summary>
    public static bool IsSame(string one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
