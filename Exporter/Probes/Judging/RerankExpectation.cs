using System.Globalization;
using Exporter.Configuration.Probes;

namespace Exporter.Probes.Judging;

/// <summary>What the scores of documents must be like. Servers need not sort, and may answer with raw scores of any size.</summary>
internal sealed class RerankExpectation(RerankExpectConfig config, int documents)
{
    /// <summary>Judges the scores of one answer.</summary>
    /// <param name="scores">Place of a document and its score, in any order.</param>
    /// <returns>Null when everything holds, else the first thing wrong in one line.</returns>
    public string? Violation(IReadOnlyList<(int Document, double Score)> scores)
    {
        var scoreOf = new double?[documents];
        foreach (var (document, score) in scores)
        {
            if (document < 0 || document >= documents)
            {
                return $"the answer scores document {document}; {documents} were sent";
            }

            if (scoreOf[document] is not null)
            {
                return $"the answer scores document {document} twice";
            }

            scoreOf[document] = score;
        }

        var missing = Array.IndexOf(scoreOf, null);
        return missing >= 0
            ? $"document {missing} has no score"
            : Judge([.. scoreOf.Select(static score => score!.Value)]);
    }

    private string? Judge(double[] scores)
    {
        for (var document = 0; document < scores.Length; document++)
        {
            if (scores[document] < config.MinScore || scores[document] > config.MaxScore)
            {
                return $"document {document} has the score {Text(scores[document])}, not {Text(config.MinScore)} to {Text(config.MaxScore)}";
            }
        }

        return TopViolation(scores) ?? OrderViolation(scores);
    }

    /// <summary>A tie is no first place: a broken model gives every document the same score.</summary>
    private string? TopViolation(double[] scores)
    {
        if (config.Top is not { } top)
        {
            return null;
        }

        for (var document = 0; document < scores.Length; document++)
        {
            if (document != top && scores[document] >= scores[top])
            {
                return $"document {document} has the score {Text(scores[document])}, not less than document {top} with {Text(scores[top])}";
            }
        }

        return null;
    }

    private string? OrderViolation(double[] scores)
    {
        for (var i = 1; i < config.Order.Count; i++)
        {
            var (before, after) = (config.Order[i - 1], config.Order[i]);
            if (scores[before] <= scores[after])
            {
                return $"document {before} has the score {Text(scores[before])}, not more than document {after} with {Text(scores[after])}";
            }
        }

        return null;
    }

    private static string Text(double? score) => score is { } number ? number.ToString("0.######", CultureInfo.InvariantCulture) : "anything";
}
