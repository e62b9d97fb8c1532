using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Exporter.Exposition.Negotiation;
using Exporter.Tests.Exposition.Formats;
using Exporter.Tests.Exposition.Support;

namespace Exporter.Tests.Exposition;

/// <summary>The trace a probe ran in comes back beside its measurements.</summary>
internal sealed class ExemplarTests
{
    [Test]
    public async Task A_measurement_in_a_recorded_activity_leaves_its_trace_on_its_bucket_and_counter()
    {
        using var under = new PipelineUnderTest();
        using var meter = under.NewMeter();
        var trace = Measure(meter, ActivityTraceFlags.Recorded);

        var text = await under.TextAsync(ExpositionFormat.OpenMetrics);

        var exemplar = $"# {{trace_id=\"{trace.TraceId}\",span_id=\"{trace.SpanId}\"}}";
        Assert.That(text, Does.Match(Regex.Escape($"took_seconds_bucket{{le=\"1.0\"}} 1 {exemplar} 0.75 ") + @"\d{10}\.\d{3}\n"));
        Assert.That(text, Does.Contain("took_seconds_bucket{le=\"0.5\"} 0\n").And.Contain("took_seconds_bucket{le=\"+Inf\"} 1\n"));
        Assert.That(text, Does.Match(Regex.Escape($"calls_total 3 {exemplar} 3 ") + @"\d{10}\.\d{3}\n"));
        Assert.That(text, Does.Not.Match("_(sum|count) .*#"), "exemplars stand on buckets and counters only");
    }

    [Test]
    public async Task Protobuf_carries_the_same_exemplars()
    {
        using var under = new PipelineUnderTest();
        using var meter = under.NewMeter();
        var trace = Measure(meter, ActivityTraceFlags.Recorded);

        var families = ProtobufComparison.Parse(await under.BytesAsync(ExpositionFormat.Protobuf));

        var bucket = families.Single(f => f.Name == "took_seconds").Metric[0].Histogram.Bucket[1].Exemplar;
        var counter = families.Single(f => f.Name == "calls_total").Metric[0].Counter.Exemplar;
        Assert.That(bucket.Label[0].Value, Is.EqualTo(trace.TraceId.ToHexString()));
        Assert.That(bucket.Value, Is.EqualTo(0.75));
        Assert.That(counter.Label[1].Value, Is.EqualTo(trace.SpanId.ToHexString()));
        Assert.That(counter.Timestamp.ToDateTime(), Is.EqualTo(DateTime.UtcNow).Within(TimeSpan.FromMinutes(5)));
    }

    [Test]
    public async Task Text_and_unrecorded_activities_have_none()
    {
        using var under = new PipelineUnderTest();
        using var meter = under.NewMeter();
        Measure(meter, ActivityTraceFlags.None);
        Assert.That(await under.TextAsync(ExpositionFormat.OpenMetrics), Does.Not.Contain("trace_id"));

        Measure(meter, ActivityTraceFlags.Recorded);
        Assert.That(await under.TextAsync(), Does.Not.Contain("trace_id"));
    }

    private static Activity Measure(Meter meter, ActivityTraceFlags flags)
    {
        var histogram = meter.CreateHistogram("took", "s", null, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1] });
        var counter = meter.CreateCounter<long>("calls");
        using var activity = new Activity("probe").SetIdFormat(ActivityIdFormat.W3C);
        activity.ActivityTraceFlags = flags;
        activity.Start();
        histogram.Record(0.75);
        counter.Add(3);
        return activity;
    }
}
