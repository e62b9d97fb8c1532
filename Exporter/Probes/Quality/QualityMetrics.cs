using System.Diagnostics.Metrics;
using System.Globalization;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Metrics;

namespace Exporter.Probes.Quality;

/// <summary>Every quality instrument of one probe, on that probe's meter. An unanswered case is an <c>error</c> of its assertions and nothing else.</summary>
/// <remarks>One flow writes, any thread reads.</remarks>
internal sealed class QualityMetrics
{
    private const int Pass = 0;
    private const int Fail = 1;
    private const int Error = 2;

    private static readonly double[] RankBoundaries = [0.05, 0.1, 0.2, 0.25, 1.0 / 3, 0.5, 1];
    private static readonly double[] SimilarityBoundaries = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999, 0.9999, 1];
    private static readonly KeyValuePair<string, object?> Relevant = new("expected", "relevant");
    private static readonly KeyValuePair<string, object?> Irrelevant = new("expected", "irrelevant");

    private readonly QualityShape shape;
    private readonly CountTable results;
    private readonly CountTable assertions;
    private readonly LabelledCounts cases;
    private readonly LabelledCounts pairs = new("outcome", ["concordant", "discordant"]);
    private readonly Histogram<double> score;
    private readonly Histogram<double> reciprocalRank;
    private readonly Histogram<double> similarity;
    private long highScores;
    private long outputChanges;
    private double? highScore;
    private volatile KeyValuePair<string, object?>[]? dataset;

    /// <param name="meter">Of the probe; its owner disposes it.</param>
    public QualityMetrics(Meter meter, QualityShape shape)
    {
        this.shape = shape;
        results = new CountTable("class", shape.Classes, "outcome", ["tp", "fp", "fn", "tn"]);
        assertions = new CountTable("assertion", [.. shape.Assertions.Select(AssertionKinds.NameOf)], "result", ["pass", "fail", "error"]);
        cases = new LabelledCounts("query_kind", shape.QueryKinds);
        score = Histogram(meter, "probe.quality.score", [.. shape.ScoreBoundaries],
            "Scores in the answers to cases, by what was scored: relevant or irrelevant. Scores that a case says nothing of are not counted.");
        reciprocalRank = Histogram(meter, "probe.quality.ranking.reciprocal_rank", RankBoundaries,
            "1 / the place at which an answer puts the best document of its case; among equal scores it comes last.");
        similarity = Histogram(meter, "probe.quality.embedding.similarity", SimilarityBoundaries,
            "Cosine of answered vectors to the stored ones.");
        CreateCounters(meter);
    }

    /// <summary>The most series of an instrument; the reader of the configuration holds the label sets below it.</summary>
    public static int CardinalityLimit(Instrument instrument) => instrument.Name switch
    {
        "probe.quality.results" => QualityConfig.MostLabelValues * 4,
        "probe.quality.assertions" => Enum.GetValues<AssertionKind>().Length * 3,
        "probe.quality.cases" => QualityConfig.MostLabelValues,
        "probe.quality.score" => 2,
        "probe.quality.ranking.pairs" => 2,
        // Only one at a time; but each reload with other cases takes a new place, and the SDK never gives one back.
        "probe.quality.dataset.info" => 256,
        _ => 1,
    };

    /// <summary>Publishes which cases are asked, from now on.</summary>
    public void UpdateConfig(QualityConfig quality)
    {
        highScore = quality.HighScore;
        dataset = [new("sha256", ConfigDigest.Compute(quality.Cases)), new("cases", quality.Cases.Count.ToString(CultureInfo.InvariantCulture))];
    }

    /// <summary>A case was asked and answered, or not.</summary>
    public void Record(QualityCaseConfig one, QualityVerdict? verdict)
    {
        cases.Add(IndexOf(shape.QueryKinds, one.QueryKind), 1);
        if (verdict is null)
        {
            foreach (var kind in AssertionKinds.Of(one))
            {
                assertions.Add(IndexOf(kind), Error);
            }

            return;
        }

        foreach (var check in verdict.Checks)
        {
            assertions.Add(IndexOf(check.Kind), check.Wrong is null ? Pass : Fail);
        }

        RecordLabel(one, verdict);
        RecordScores(verdict);
        Interlocked.Add(ref outputChanges, verdict.OutputChanged ? 1 : 0);
        if (verdict.Similarity is { } cosine)
        {
            similarity.Record(cosine);
        }
    }

    private void CreateCounters(Meter meter)
    {
        Counter(meter, shape.Classes.Count > 0, "probe.quality.results", results.Read,
            "Answers by expected and answered class, one class against the rest: tp, fp, fn, tn. An unanswered case counts nowhere.");
        Counter(meter, shape.Assertions.Count > 0, "probe.quality.assertions", assertions.Read,
            "Expectations of cases that held (pass), did not (fail), or could not be judged as there was no readable answer (error: an outage, no drop in quality).");
        Counter(meter, true, "probe.quality.cases", cases.Read, "Cases asked, answered or not, by the kind they have in the configuration.");
        Counter(meter, shape.Assertions.Contains(AssertionKind.Ranking), "probe.quality.ranking.pairs", pairs.Read,
            "Pairs of documents that answers put in the expected order (concordant) or not (discordant, ties included).");
        Counter(meter, shape.CountsHighScores, "probe.quality.high_scores", () => [new(Interlocked.Read(ref highScores))],
            "Scores in answers at or above the configured high_score.");
        Counter(meter, shape.TracksOutput, "probe.quality.output_changes", () => [new(Interlocked.Read(ref outputChanges))],
            "Answers that differ from the one before to the same case, or from the recorded one; with temperature 0 they should not.");
        meter.CreateObservableGauge("probe.quality.dataset.info", () => dataset is { } tags ? [new Measurement<long>(1, tags)] : Array.Empty<Measurement<long>>(), null,
            "Which cases are asked: digest of their content and their number; always 1.");
    }

    private void RecordLabel(QualityCaseConfig one, QualityVerdict verdict)
    {
        if (one.Label is not { } expected)
        {
            return;
        }

        for (var i = 0; i < shape.Classes.Count; i++)
        {
            results.Add(i, (int)Confusion.Of(shape.Classes[i], expected, verdict.PredictedLabel));
        }
    }

    private void RecordScores(QualityVerdict verdict)
    {
        foreach (var (value, expected) in verdict.Scores)
        {
            Interlocked.Add(ref highScores, value >= highScore ? 1 : 0);
            if (expected is { } known)
            {
                score.Record(value, known is ExpectedRelevance.Relevant ? Relevant : Irrelevant);
            }
        }

        if (verdict is { Pairs: { } ranked, ReciprocalRank: { } rank })
        {
            pairs.Add(0, ranked.Concordant);
            pairs.Add(1, ranked.Discordant);
            reciprocalRank.Record(rank);
        }
    }

    private int IndexOf(AssertionKind kind) => shape.Assertions.TakeWhile(other => other != kind).Count();

    private static int IndexOf(IReadOnlyList<string> values, string value) => values.TakeWhile(other => !string.Equals(other, value, StringComparison.OrdinalIgnoreCase)).Count();

    private static void Counter(Meter meter, bool isWanted, string name, Func<IEnumerable<Measurement<long>>> read, string description)
    {
        if (isWanted)
        {
            meter.CreateObservableCounter(name, read, null, description);
        }
    }

    private static Histogram<double> Histogram(Meter meter, string name, double[] boundaries, string description) =>
        meter.CreateHistogram(name, "1", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });
}
