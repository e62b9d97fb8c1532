using Exporter.Probes.Quality;
using FsCheck;
using FsCheck.Fluent;

namespace Exporter.Tests.Probes.Quality;

/// <summary>The small judges against slow and obvious ones.</summary>
public class JudgeProperties
{
    private static readonly string[] Classes = ["a", "b", "c"];

    [FsCheck.NUnit.Property]
    public Property Over_all_classes_an_answer_is_right_once_or_missed_once() => Prop.ForAll(
        Gen.Elements(Classes).ToArbitrary(), Gen.Elements("a", "B", "c", "other", null!).ToArbitrary(), (expected, predicted) =>
        {
            var counts = Classes.Select(label => Confusion.Of(label, expected, predicted)).ToLookup(static outcome => outcome);
            var isRight = string.Equals(expected, predicted, StringComparison.OrdinalIgnoreCase);
            var isOther = Classes.Any(label => !string.Equals(label, expected, StringComparison.Ordinal) && string.Equals(label, predicted, StringComparison.OrdinalIgnoreCase));
            return counts[ConfusionOutcome.TruePositive].Count() == (isRight ? 1 : 0)
                && counts[ConfusionOutcome.FalseNegative].Count() == (isRight ? 0 : 1)
                && counts[ConfusionOutcome.FalsePositive].Count() == (isOther ? 1 : 0);
        });

    [FsCheck.NUnit.Property]
    public Property Pairs_are_those_of_comparing_each_with_each() => Prop.ForAll(Scores(), scores =>
    {
        var ranking = Enumerable.Range(0, scores.Length).Reverse().ToArray();
        var all = from better in ranking from worse in ranking where better > worse select scores[better] > scores[worse];
        var pairs = RankingPairs.Of(ranking, scores);
        return pairs.Concordant == all.Count(static isRight => isRight) && pairs.Discordant == all.Count(static isRight => !isRight);
    });

    [FsCheck.NUnit.Property]
    public Property The_reciprocal_rank_is_that_of_the_sorted_list() => Prop.ForAll(Scores(), scores =>
    {
        var sorted = Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ThenBy(static i => i == 0).ToList();
        return ReciprocalRank.Of(0, scores) == 1.0 / (sorted.IndexOf(0) + 1);
    });

    [FsCheck.NUnit.Property]
    public Property The_cosine_is_the_quotient_of_the_school_book() => Prop.ForAll(Vector(), Vector(), (one, other) =>
    {
        var dot = one.Zip(other, static (a, b) => a * b).Sum();
        var lengths = Math.Sqrt(one.Sum(static a => a * a)) * Math.Sqrt(other.Sum(static b => b * b));
        var cosine = Vectors.Cosine(one, other);
        return lengths == 0 ? cosine is null : Math.Abs(cosine!.Value - (dot / lengths)) < 1e-9;
    });

    [Test]
    public void Lengths_neither_overflow_nor_vanish()
    {
        Assert.That(Vectors.Norm([3e200, 4e200]), Is.EqualTo(5e200).Within(1e190));
        Assert.That(Vectors.Norm([3e-200, 4e-200]), Is.EqualTo(5e-200).Within(1e-210));
        Assert.That(Vectors.Cosine([1e200, 0], [1e200, 1e200]), Is.EqualTo(Math.Sqrt(0.5)).Within(1e-12));
    }

    private static Arbitrary<double[]> Scores() => Gen.Choose(0, 6).Select(static score => score / 6.0).ArrayOf().Where(static scores => scores.Length > 0).ToArbitrary();

    private static Arbitrary<double[]> Vector() => Gen.Choose(-100, 100).Select(static component => component / 10.0).ArrayOf(5).ToArbitrary();
}
