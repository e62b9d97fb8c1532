namespace Exporter.Probes.Quality;

/// <summary>How many pairs of documents an answer puts in the expected order.</summary>
/// <param name="Concordant">Pairs whose better document has the greater score.</param>
/// <param name="Discordant">All others; a tie is no order.</param>
internal readonly record struct RankingPairs(int Concordant, int Discordant)
{
    /// <param name="ranking">Indices of documents, the best one first; each has a score.</param>
    /// <param name="scores">By document.</param>
    public static RankingPairs Of(IReadOnlyList<int> ranking, IReadOnlyList<double> scores)
    {
        var concordant = 0;
        for (var better = 0; better < ranking.Count; better++)
        {
            for (var worse = better + 1; worse < ranking.Count; worse++)
            {
                concordant += scores[ranking[better]] > scores[ranking[worse]] ? 1 : 0;
            }
        }

        return new RankingPairs(concordant, (ranking.Count * (ranking.Count - 1) / 2) - concordant);
    }
}
