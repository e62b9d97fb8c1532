using System.Globalization;
using System.Text.Json;
using Exporter.Configuration.Probes;
using Exporter.Probes.Judging;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Quality;

/// <summary>Judges the answers to one case.</summary>
internal sealed class CaseJudge(QualityConfig quality, QualityCaseConfig one)
{
    private readonly AssertionKind[] kinds = [.. AssertionKinds.Of(one)];
    private readonly TextExpectation contains = new(new TextExpectConfig { Contains = one.Contains });
    private readonly TextExpectation matches = new(new TextExpectConfig { Matches = one.Matches });
    private readonly JsonExpectation[] json = [.. one.Json.Select(check => new JsonExpectation(check))];
    private readonly AnswerReading reading = new(quality);

    private bool NeedsDocument => json.Length > 0
        || (quality.LabelPointer is not null && one.Label is not null)
        || (quality.ScorePointer is not null && WantsScores)
        || (quality.EmbeddingPointer is not null && one.Embedding.Count > 0);

    private bool WantsScores => kinds.Contains(AssertionKind.Score) || kinds.Contains(AssertionKind.Ranking) || quality.HighScore is not null;

    /// <summary>Judges one answer.</summary>
    /// <param name="problem">Why it could not be read; null where it could.</param>
    /// <returns>Null for an answer that cannot be read, or that reports an error where it should answer: that is a failure of the server, not a wrong answer.</returns>
    public QualityVerdict? Judge(AnswerContent answer, out (ProbeErrorType Error, string Reason)? problem)
    {
        problem = null;
        if (!NeedsDocument)
        {
            return Judge(answer, default(JsonElement));
        }

        using var document = JsonText.TryParse(System.Text.Encoding.UTF8.GetBytes(answer.Text), out var wrong);
        if (document is null)
        {
            problem = (ProbeErrorType.NotJson, $"the answer is no JSON: {wrong}");
            return null;
        }

        var verdict = Judge(answer, document.RootElement);
        if (Lacks(verdict) && ErrorAnswer.ReportedIn(document.RootElement) is { } reported)
        {
            problem = (ErrorAnswer.IsOutOfMemory(reported) ? ProbeErrorType.OutOfMemory : ProbeErrorType.Other, $"the server reported an error in its answer: {reported}");
            return null;
        }

        return verdict;
    }

    /// <summary>Whether a pointer found nothing.</summary>
    private bool Lacks(QualityVerdict verdict) =>
        (quality.LabelPointer is not null && one.Label is not null && verdict.PredictedLabel is null)
        || (quality.ScorePointer is not null && WantsScores && verdict.Scores.Count == 0)
        || (quality.EmbeddingPointer is not null && one.Embedding.Count > 0 && verdict.Similarity is null);

    private QualityVerdict Judge(AnswerContent answer, JsonElement root)
    {
        var label = one.Label is null ? null : reading.LabelOf(answer, root);
        var scores = WantsScores ? reading.ScoresOf(answer, root) : null;
        var isRanked = one.Ranking.Count > 0 && scores is not null && one.Ranking.All(index => index < scores.Count);
        var (similarity, wrongVector) = one.Embedding.Count > 0 ? EmbeddingJudge.Judge(reading.VectorOf(answer, root), one.Embedding, quality.MinSimilarity) : (null, null);
        RankingPairs? pairs = isRanked ? RankingPairs.Of(one.Ranking, scores!) : null;
        return new QualityVerdict
        {
            Checks = [.. kinds.Select(kind => new QualityCheck(kind, kind switch
            {
                AssertionKind.Label => ProbeTranscript.Judged($"the label is '{one.Label}'", Confusion.IsSame(one.Label!, label) ? null : $"the answer is '{label}', not '{one.Label}'"),
                AssertionKind.EqualTo => ProbeTranscript.Judged($"the answer is '{one.EqualTo}'", answer.Text.Trim() == one.EqualTo!.Trim() ? null : $"the answer is not '{one.EqualTo}': {answer.Text}"),
                AssertionKind.Contains => contains.Violation(answer.Text),
                AssertionKind.Matches => matches.Violation(answer.Text),
                AssertionKind.Json => json.Select(check => check.Violation(root)).FirstOrDefault(static wrong => wrong is not null),
                AssertionKind.Score => ProbeTranscript.Judged("the scores are in their range", ScoreViolation(scores)),
                AssertionKind.Ranking => ProbeTranscript.Judged($"the ranking is {string.Join(", ", one.Ranking)}", RankingViolation(pairs)),
                AssertionKind.Embedding => ProbeTranscript.Judged(string.Create(CultureInfo.InvariantCulture, $"the vector is like its reference (cosine {similarity:0.####})"), wrongVector),
            }))],
            PredictedLabel = label,
            Scores = scores is null ? [] : [.. scores.Select((score, i) => (score, i < one.Relevance.Count ? one.Relevance[i] : (ExpectedRelevance?)null))],
            Pairs = pairs,
            ReciprocalRank = isRanked ? ReciprocalRank.Of(one.Ranking[0], scores!) : null,
            Similarity = similarity,
        };
    }

    private string? ScoreViolation(IReadOnlyList<double>? scores)
    {
        if (scores is null || scores.Count < one.Relevance.Count)
        {
            return scores is null ? "the answer has no score" : $"the answer has {scores.Count} scores, less than {one.Relevance.Count}";
        }

        var (lowest, highest) = (scores.Min(), scores.Max());
        if (lowest < one.MinScore)
        {
            return string.Create(CultureInfo.InvariantCulture, $"a score is {lowest}, less than {one.MinScore}");
        }

        return highest > one.MaxScore ? string.Create(CultureInfo.InvariantCulture, $"a score is {highest}, more than {one.MaxScore}") : null;
    }

    private static string? RankingViolation(RankingPairs? pairs) => pairs switch
    {
        null => "the answer has no score for every document",
        { Discordant: > 0 and var wrong } => $"{wrong} of {wrong + pairs.Value.Concordant} pairs of documents are not in the expected order",
        _ => null,
    };
}
