using System.Diagnostics.Metrics;
using Exporter.Exposition;
using Exporter.Exposition.Negotiation;
using Exporter.Tests.Exposition.Support;

namespace Exporter.Tests.Exposition;

/// <summary>What the exposition says about itself.</summary>
internal sealed class ScrapeMetricsTests
{
    [Test]
    public async Task Every_counter_is_there_at_zero_before_anything_happened()
    {
        using var under = NewPipeline();

        var text = await under.TextAsync();

        Assert.That(text.Split('\n').Count(l => l.StartsWith("modelhost_exporter_scrapes_total{", StringComparison.Ordinal) && l.EndsWith(" 0", StringComparison.Ordinal)), Is.EqualTo(12));
        Assert.That(text, Does.Contain("modelhost_exporter_series_dropped_total{metric=\"relayed\"} 0\n").And.Contain("modelhost_exporter_series_dropped_total{metric=\"other\"} 0\n"));
        Assert.That(text, Does.Not.Contain("modelhost_exporter_scrape_series"), "nobody has counted yet");
    }

    [Test]
    public async Task Scrapes_are_counted_by_format_and_timed()
    {
        using var under = NewPipeline();
        await under.TextAsync();
        await under.TextAsync(ExpositionFormat.OpenMetrics);
        await under.TextAsync(ExpositionFormat.OpenMetrics);

        var text = await under.TextAsync();

        Assert.That(text, Does.Contain("modelhost_exporter_scrapes_total{format=\"openmetrics_1.0.0\",result=\"success\"} 2\n"));
        Assert.That(text, Does.Contain("modelhost_exporter_scrapes_total{format=\"text_0.0.4\",result=\"success\"} 1\n"));
        Assert.That(text, Does.Contain("modelhost_exporter_scrape_duration_seconds_count 3\n"));
    }

    [Test]
    public async Task The_series_of_the_last_collection_are_the_lines_it_had()
    {
        using var under = NewPipeline();
        using var meter = under.NewMeter();
        meter.CreateHistogram("size", null, null, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 2] }).Record(1);
        await under.TextAsync();

        var before = await under.TextAsync();
        var after = await under.TextAsync();

        var lines = before.Split('\n').Count(l => l.Length > 0 && l[0] != '#');
        Assert.That(after, Does.Contain($"modelhost_exporter_scrape_series {lines}\n"));
    }

    [Test]
    public async Task A_lost_scrape_is_counted_as_such()
    {
        using var under = NewPipeline();
        using var meter = under.NewMeter();
        using var released = new ManualResetEventSlim();
        meter.CreateObservableGauge("slow", () => released.Wait(TimeSpan.FromSeconds(20)) ? 1 : 0);

        var lost = await under.Pipeline.ScrapeAsync(ExpositionFormat.Protobuf, true, TimeSpan.Zero, CancellationToken.None);
        released.Set();

        Assert.That(lost.Failure, Is.EqualTo(ScrapeFailure.DeadlineExceeded));
        await under.TextAsync();
        Assert.That(await under.TextAsync(), Does.Contain("modelhost_exporter_scrapes_total{format=\"protobuf\",result=\"deadline_exceeded\"} 1\n"));
    }

    [Test]
    public async Task Dropped_series_are_counted_by_metric_as_long_as_they_are_dropped()
    {
        using var under = NewPipeline();
        using var meter = under.NewMeter();
        using var other = under.NewMeter("other");
        meter.CreateObservableGauge("thing", () => 1);
        other.CreateObservableGauge("thing", () => 2);
        await under.TextAsync();
        await under.TextAsync();

        Assert.That(await under.TextAsync(), Does.Contain("modelhost_exporter_series_dropped_total{metric=\"thing\"} 2\n"));
    }

    [Test]
    public async Task However_many_metrics_are_dropped_the_label_set_stays_closed()
    {
        using var under = NewPipeline();
        using var meter = under.NewMeter();
        using var other = under.NewMeter("other");
        for (var i = 0; i < 100; i++)
        {
            meter.CreateObservableGauge($"thing.{i}", () => 1);
            other.CreateObservableGauge($"thing.{i}", () => 2);
        }

        await under.TextAsync();
        var text = await under.TextAsync();

        Assert.That(text.Split('\n').Count(l => l.StartsWith("modelhost_exporter_series_dropped_total{", StringComparison.Ordinal)), Is.EqualTo(64 + 2));
        Assert.That(text, Does.Contain("modelhost_exporter_series_dropped_total{metric=\"other\"} 36\n"));
        Assert.That(text, Does.Not.Contain("overflow"));
    }

    private static PipelineUnderTest NewPipeline() => new(o => o with { MeterNames = [.. o.MeterNames, ScrapeMetrics.MeterName] });
}
