using System.Diagnostics;
using Exporter.Exposition.Collection;
using FsCheck;
using FsCheck.Fluent;

namespace Exporter.Tests.Exposition.Formats;

/// <summary>Families nobody would write: every kind of number, labels full of what must be escaped, texts in any script and halves of characters.</summary>
internal static class RandomFamilies
{
    private const string NameHead = "abzXY_:";
    private const string NameTail = "abzXY019_:";

    public static Arbitrary<FamilyPlan[]> Any { get; } = Family.ArrayOf().Select(Distinct).ToArbitrary();

    private static Gen<FamilyPlan> Family =>
        from name in Name(NameTail)
        from type in Gen.Elements(FamilyType.Gauge, FamilyType.Counter, FamilyType.Histogram, FamilyType.Info)
        from unit in Gen.Elements(null, "seconds", "bytes")
        from help in Text
        from bounds in Bounds
        from series in Series(type, bounds).NonEmptyListOf()
        select new FamilyPlan(unit is null ? name : $"{name}_{unit}", type, unit, help, DistinctSeries(series));

    private static Gen<SeriesPlan> Series(FamilyType type, double[] bounds) =>
        from labels in Label.ArrayOf()
        from integer in ArbMap.Default.GeneratorFor<long>()
        from isInteger in ArbMap.Default.GeneratorFor<bool>()
        from number in Number
        from buckets in Gen.Choose(0, 1_000_000).ArrayOf(bounds.Length + 1)
        from exemplars in Exemplar.ArrayOf(bounds.Length + 1)
        let isHistogram = type == FamilyType.Histogram
        select new SeriesPlan(DistinctLabels(labels), isInteger && !isHistogram ? integer : null, number, bounds, isHistogram ? buckets : null, exemplars);

    private static Gen<KeyValuePair<string, string>> Label =>
        from name in Name(NameTail)
        from value in Text.Where(t => t.Length > 0)
        select KeyValuePair.Create(Collapsed(name.Replace(':', '_')), value);

    /// <summary>Legal names without a run of underscores, which the writers never see.</summary>
    private static Gen<string> Name(string tail) =>
        from head in Gen.Elements<char>(NameHead)
        from rest in Gen.Elements<char>(tail).ArrayOf()
        select Collapsed(head + new string(rest) + "q");

    private static Gen<string> Text => Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(s => s ?? string.Empty),
        Gen.Elements("\\", "\n", "\"", "\r\n", "\\n", "größe", "日本語", "\ud83d\ude80", "\ud800", "\udfff", "\0", " ", "{}", "#", ",", "=", "\u2028").ArrayOf().Select(string.Concat));

    private static Gen<double> Number => Gen.OneOf(
        ArbMap.Default.GeneratorFor<double>(),
        ArbMap.Default.GeneratorFor<long>().Select(BitConverter.Int64BitsToDouble),
        Gen.Elements(0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, -double.Epsilon, double.MaxValue, 1e15, 1e15 - 1, -1e15, 1e16, 0.1 + 0.2, 9007199254740993d));

    private static Gen<double[]> Bounds =>
        from bounds in Number.Where(double.IsFinite).ArrayOf()
        select bounds.Distinct().Order().ToArray();

    private static Gen<ExemplarValue> Exemplar =>
        from isPresent in ArbMap.Default.GeneratorFor<bool>()
        from value in Number
        from milliseconds in Gen.Choose(0, int.MaxValue)
        select isPresent ? new ExemplarValue(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), value, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds * 1000L + (milliseconds % 1000))) : default;

    private static string Collapsed(string name)
    {
        while (name.Contains("__", StringComparison.Ordinal))
        {
            name = name.Replace("__", "_", StringComparison.Ordinal);
        }

        return name;
    }

    private static FamilyPlan[] Distinct(FamilyPlan[] families) => [.. families.DistinctBy(f => f.Name)];

    private static SeriesPlan[] DistinctSeries(IEnumerable<SeriesPlan> series) => [.. series.DistinctBy(s => LabelSet.From(s.Labels))];

    private static KeyValuePair<string, string>[] DistinctLabels(KeyValuePair<string, string>[] labels) =>
        [.. labels.DistinctBy(l => l.Key).OrderBy(l => l.Key, StringComparer.Ordinal)];
}
