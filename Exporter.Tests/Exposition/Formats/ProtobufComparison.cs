using Exporter.Exposition.Collection;
using Google.Protobuf;

namespace Exporter.Tests.Exposition.Formats;

/// <summary>Reads an exposition back with Google's library and compares it, message by message, with what was to be said.</summary>
internal static class ProtobufComparison
{
    public static IReadOnlyList<Wire.MetricFamily> Parse(byte[] exposition) => Parse(exposition, Wire.MetricFamily.Parser);

    private static List<Wire.MetricFamily> Parse(byte[] exposition, MessageParser<Wire.MetricFamily> parser)
    {
        var families = new List<Wire.MetricFamily>();
        using var stream = new MemoryStream(exposition);
        while (stream.Position < stream.Length)
        {
            families.Add(parser.ParseDelimitedFrom(stream));
        }

        return families;
    }

    public static void AssertSame(IReadOnlyList<FamilyPlan> plans, byte[] exposition)
    {
        var families = Parse(exposition);
        Assert.That(families, Has.Count.EqualTo(plans.Count));

        var known = Parse(exposition, Wire.MetricFamily.Parser.WithDiscardUnknownFields(true));
        Assert.That(known.Select(f => f.CalculateSize()), Is.EqualTo(families.Select(f => f.CalculateSize())), "A field was written that the messages do not have.");
        foreach (var (plan, family) in plans.Zip(families))
        {
            AssertSame(plan, family);
        }
    }

    private static void AssertSame(FamilyPlan plan, Wire.MetricFamily family)
    {
        Assert.That(family.Name, Is.EqualTo(plan.Build().Name));
        Assert.That(family.Help, Is.EqualTo(Sound(plan.Help)));
        Assert.That(family.Unit, Is.EqualTo(plan.Unit ?? ""));
        Assert.That(family.Type, Is.EqualTo(plan.Type switch
        {
            FamilyType.Counter => Wire.MetricType.Counter,
            FamilyType.Histogram => Wire.MetricType.Histogram,
            _ => Wire.MetricType.Gauge,
        }));
        Assert.That(family.Metric, Has.Count.EqualTo(plan.Series.Count));
        foreach (var (series, metric) in plan.Series.Zip(family.Metric))
        {
            Assert.That(metric.Label.Select(l => (l.Name, l.Value)), Is.EqualTo(series.Labels.Select(l => (l.Key, Sound(l.Value)))));
            AssertValue(plan.Type, series, metric);
        }
    }

    private static void AssertValue(FamilyType type, SeriesPlan series, Wire.Metric metric)
    {
        switch (type)
        {
            case FamilyType.Counter:
                AssertBits(metric.Counter.Value, series.Value.Number);
                AssertExemplar(metric.Counter.Exemplar, series.Exemplars[0]);
                break;
            case FamilyType.Histogram:
                AssertHistogram(series, metric.Histogram);
                break;
            default:
                AssertBits(metric.Gauge.Value, series.Value.Number);
                break;
        }
    }

    private static void AssertHistogram(SeriesPlan series, Wire.Histogram histogram)
    {
        var total = series.Buckets!.Sum(b => (long)b);
        Assert.That(histogram.SampleCount, Is.EqualTo((ulong)total));
        AssertBits(histogram.SampleSum, series.Number);
        Assert.That(histogram.HasSchema, Is.False, "A classic histogram says nothing of native buckets.");
        Assert.That(histogram.Bucket, Has.Count.EqualTo(series.Buckets!.Count));
        for (var i = 0; i < series.Buckets.Count; i++)
        {
            Assert.That(histogram.Bucket[i].CumulativeCount, Is.EqualTo((ulong)series.Buckets.Take(i + 1).Sum(b => (long)b)));
            AssertBits(histogram.Bucket[i].UpperBound, i < series.Bounds.Count ? series.Bounds[i] : double.PositiveInfinity);
            AssertExemplar(histogram.Bucket[i].Exemplar, series.Exemplars[i]);
        }
    }

    private static void AssertExemplar(Wire.Exemplar? actual, ExemplarValue expected)
    {
        Assert.That(actual is not null, Is.EqualTo(expected.IsPresent));
        if (actual is not null)
        {
            Assert.That(actual.Label.Select(l => (l.Name, l.Value)), Is.EqualTo(new[] { ("trace_id", expected.TraceId.ToHexString()), ("span_id", expected.SpanId.ToHexString()) }));
            AssertBits(actual.Value, expected.Value);
            Assert.That(actual.Timestamp.ToDateTimeOffset(), Is.EqualTo(expected.Timestamp));
        }
    }

    private static void AssertBits(double actual, double expected) =>
        Assert.That(BitConverter.DoubleToInt64Bits(actual), Is.EqualTo(BitConverter.DoubleToInt64Bits(expected)));

    /// <summary>The text with every half of a surrogate pair replaced, as UTF-8 cannot say it.</summary>
    private static string Sound(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
