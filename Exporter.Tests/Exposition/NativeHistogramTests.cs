using System.Diagnostics.Metrics;
using Exporter.Exposition.Negotiation;
using Exporter.Tests.Exposition.Formats;
using Exporter.Tests.Exposition.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Exporter.Tests.Exposition;

/// <summary>Native buckets beside the classic ones: only in protobuf, only on request, and adding up.</summary>
internal sealed class NativeHistogramTests
{
    [Test]
    public async Task Text_shows_the_classic_histogram_only()
    {
        using var with = new PipelineUnderTest(o => o with { NativeHistograms = true });
        using var meter = with.NewMeter();
        Record(meter, 0.1, 1, 7);

        const string Buckets = "size_bucket{le=\"0.5\"} 1\nsize_bucket{le=\"3.0\"} 2\nsize_bucket{le=\"+Inf\"} 3\nsize_sum 8.1\nsize_count 3\n";
        Assert.That(await with.TextAsync(), Is.EqualTo("# TYPE size histogram\n" + Buckets));
        Assert.That(await with.TextAsync(ExpositionFormat.OpenMetrics), Is.EqualTo("# TYPE size histogram\n" + Buckets + "# EOF\n"));
        Assert.That(with.Logger.Entries, Is.Empty, "the second view is no duplicate");
    }

    [Test]
    public async Task Without_the_option_protobuf_says_nothing_of_native_buckets()
    {
        var histogram = await ScrapeAsync(native: false, [0.1, 1, 7]);

        Assert.That(histogram.HasSchema, Is.False);
        Assert.That(histogram.PositiveSpan, Is.Empty);
        Assert.That(histogram.Bucket, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task One_message_has_classic_and_native_buckets()
    {
        var histogram = await ScrapeAsync(native: true, [0, 0, 1, 2, 2]);

        Assert.That(histogram.Bucket.Select(b => b.CumulativeCount), Is.EqualTo(new ulong[] { 2, 5, 5 }));
        Assert.That((histogram.SampleCount, histogram.SampleSum, histogram.Schema, histogram.ZeroCount, histogram.ZeroThreshold), Is.EqualTo((5UL, 5.0, 7, 2UL, 1e-128)));

        // At a growth of 2^(1/128), the finest at which 160 buckets reach from 1 to 2, 1 closes bucket 0 and 2 closes bucket 128.
        Assert.That(histogram.PositiveSpan.Select(s => (s.Offset, s.Length)), Is.EqualTo(new[] { (0, 1u), (127, 1u) }));
        Assert.That(histogram.PositiveDelta, Is.EqualTo(new long[] { 1, 1 }));
        Assert.That(histogram.CreatedTimestamp.ToDateTime(), Is.EqualTo(DateTime.UtcNow).Within(TimeSpan.FromMinutes(5)));
    }

    [Test]
    public void Any_observations_land_in_the_buckets_that_hold_them() =>
        Prop.ForAll(Observations.ToArbitrary(), values =>
        {
            var histogram = ScrapeAsync(native: true, values).GetAwaiter().GetResult();
            var expected = values.Where(v => v > 0).CountBy(v => IndexOf(v, histogram.Schema)).ToDictionary(c => c.Key, c => (long)c.Value);

            Assert.That(Buckets(histogram), Is.EquivalentTo(expected));
            Assert.That(histogram.ZeroCount, Is.EqualTo((ulong)values.Count(v => v == 0)));
            Assert.That(histogram.SampleCount, Is.EqualTo((ulong)values.Length));
        }).QuickCheckThrowOnFailure();

    private static Gen<double[]> Observations =>
        Gen.OneOf(Gen.Elements(0, 0.3, 0.7, 1.1, 3, 5, 700, 1e-3, 1e5), Gen.Choose(1, 100_000).Select(i => i / 997.0)).NonEmptyListOf().Select(l => l.ToArray());

    private static async Task<Wire.Histogram> ScrapeAsync(bool native, double[] values)
    {
        using var under = new PipelineUnderTest(o => o with { NativeHistograms = native });
        using var meter = under.NewMeter();
        Record(meter, values);
        return ProtobufComparison.Parse(await under.BytesAsync(ExpositionFormat.Protobuf)).Single().Metric.Single().Histogram;
    }

    private static void Record(Meter meter, params double[] values)
    {
        var histogram = meter.CreateHistogram("size", null, null, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 3] });
        foreach (var value in values)
        {
            histogram.Record(value);
        }
    }

    /// <summary>By the definition of a native bucket: its upper bound is 2^(index * 2^-schema). Only powers of two fall on a bound here, and their logarithms are exact.</summary>
    private static int IndexOf(double value, int schema) => (int)Math.Ceiling(Math.Log2(value) * Math.Pow(2, schema));

    private static Dictionary<int, long> Buckets(Wire.Histogram histogram)
    {
        var buckets = new Dictionary<int, long>();
        var deltas = new Queue<long>(histogram.PositiveDelta);
        var index = 0;
        long count = 0;
        foreach (var span in histogram.PositiveSpan)
        {
            index += span.Offset;
            for (var i = 0; i < span.Length; i++)
            {
                count += deltas.Dequeue();
                if (count != 0)
                {
                    buckets[index] = count;
                }

                index++;
            }
        }

        Assert.That(deltas, Is.Empty, "as many deltas as the spans are long");
        return buckets;
    }
}
