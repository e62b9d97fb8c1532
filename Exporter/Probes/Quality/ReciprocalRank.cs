namespace Exporter.Probes.Quality;

/// <summary>1 divided by the place at which an answer puts the best document: 1 for the first place, 0.5 for the second.</summary>
internal static class ReciprocalRank
{
    /// <param name="best">Index of the best document.</param>
    /// <param name="scores">By document, all of those asked for. Among equal scores the best document comes last: luck is not counted.</param>
    public static double Of(int best, IReadOnlyList<double> scores)
    {
        var place = 1;
        for (var i = 0; i < scores.Count; i++)
        {
            place += i != best && scores[i] >= scores[best] ? 1 : 0;
        }

        return 1.0 / place;
    }
}
