using System.Diagnostics.Metrics;
using Exporter.Exposition.Negotiation;
using Exporter.Tests.Exposition.Support;
using Microsoft.Extensions.Logging;

namespace Exporter.Tests.Exposition;

/// <summary>What the pipeline takes up, what it leaves out, and what it says about that.</summary>
internal sealed class MetricsPipelineTests
{
    [Test]
    public async Task An_empty_pipeline_has_an_empty_exposition()
    {
        using var under = new PipelineUnderTest();

        Assert.That(await under.TextAsync(), Is.Empty);
        Assert.That(await under.TextAsync(ExpositionFormat.OpenMetrics), Is.EqualTo("# EOF\n"));
        Assert.That(await under.BytesAsync(ExpositionFormat.Protobuf), Is.Empty);
    }

    [Test]
    public async Task A_series_that_is_no_longer_observed_is_gone_in_the_next_scrape()
    {
        using var under = new PipelineUnderTest();
        using var meter = under.NewMeter();
        string[] gpus = ["0", "1"];
        meter.CreateObservableGauge("power", () => gpus.Select(g => new Measurement<int>(7, new KeyValuePair<string, object?>("gpu", g))));
        Assert.That(await under.TextAsync(), Is.EqualTo("# TYPE power gauge\npower{gpu=\"0\"} 7\npower{gpu=\"1\"} 7\n"));

        gpus = ["1"];
        Assert.That(await under.TextAsync(), Is.EqualTo("# TYPE power gauge\npower{gpu=\"1\"} 7\n"));

        gpus = ["0", "1", "2"];
        Assert.That(await under.TextAsync(), Is.EqualTo("# TYPE power gauge\npower{gpu=\"0\"} 7\npower{gpu=\"1\"} 7\npower{gpu=\"2\"} 7\n"));
    }

    [Test]
    public async Task Families_of_several_meters_are_merged_and_sorted()
    {
        using var under = new PipelineUnderTest();
        using var one = under.NewMeter("probe", "b");
        using var two = under.NewMeter("probe", "a");
        using var other = under.NewMeter("other");
        foreach (var meter in new[] { one, two })
        {
            meter.CreateObservableGauge("z", () => 1);
            meter.CreateObservableGauge("b", () => 1);
        }

        other.CreateObservableGauge("a", () => 1);

        Assert.That(await under.TextAsync(), Is.EqualTo(
            "# TYPE a gauge\na 1\n# TYPE b gauge\nb{target=\"b\"} 1\nb{target=\"a\"} 1\n# TYPE z gauge\nz{target=\"b\"} 1\nz{target=\"a\"} 1\n"));
    }

    [Test]
    public async Task A_callback_that_throws_loses_its_own_instrument_only_and_is_logged_once()
    {
        using var under = new PipelineUnderTest();
        using var meter = under.NewMeter();
        meter.CreateObservableGauge("good", () => 1);
        meter.CreateObservableGauge("bad", Bad);
        meter.CreateObservableGauge("worse", Worse);
        meter.CreateObservableGauge("later", () => 2);

        for (var i = 0; i < 3; i++)
        {
            Assert.That(await under.TextAsync(), Is.EqualTo("# TYPE good gauge\ngood 1\n# TYPE later gauge\nlater 2\n# TYPE worse gauge\nworse{n=\"1\"} 1\n"));
        }

        Assert.That(under.Logger.Entries.Where(e => e.Message.Contains("fell off the bus", StringComparison.Ordinal)), Has.Exactly(1).Items);

        static int Bad() => throw new InvalidOperationException("the card fell off the bus");

        static IEnumerable<Measurement<int>> Worse()
        {
            yield return new Measurement<int>(1, new KeyValuePair<string, object?>("n", 1));
            throw new InvalidOperationException("half way");
        }
    }

    [Test]
    public async Task Of_two_types_under_one_name_the_first_stays_and_the_second_is_dropped_and_counted()
    {
        using var under = new PipelineUnderTest();
        using var one = under.NewMeter("one");
        using var two = under.NewMeter("two");
        one.CreateObservableGauge("thing", () => 1);
        two.CreateObservableCounter("thing", () => 2);

        var text = await under.TextAsync();
        await under.TextAsync();

        Assert.That(text, Is.EqualTo("# TYPE thing gauge\nthing 1\n"));
        Assert.That(Warnings(under), Has.Exactly(1).Contains("thing_total").And.Contains("ConflictingFamily"), "told once, not at every scrape");
    }

    [Test]
    public async Task A_family_that_would_collide_with_a_histograms_samples_is_dropped()
    {
        using var under = new PipelineUnderTest();
        using var meter = under.NewMeter();
        var histogram = meter.CreateHistogram("size", null, null, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1] });
        meter.CreateObservableGauge("size.count", () => 1);
        histogram.Record(0.5);

        var text = await under.TextAsync();

        Assert.That(text, Does.Contain("size_count 1\n").And.Not.Contain("# TYPE size_count"));
        Assert.That(Warnings(under), Has.Exactly(1).Contains("size_count"));
    }

    [Test]
    public async Task The_same_series_from_two_meters_is_exposed_once()
    {
        using var under = new PipelineUnderTest();
        using var one = under.NewMeter("one");
        using var two = under.NewMeter("two");
        one.CreateObservableGauge("thing", () => new Measurement<int>(1, new("a.b", "x"), new("c", "y")));
        two.CreateObservableGauge("thing", () => new Measurement<int>(2, new("c", "y"), new("a_b", "x")));

        Assert.That(await under.TextAsync(), Is.EqualTo("# TYPE thing gauge\nthing{a_b=\"x\",c=\"y\"} 1\n"));
        Assert.That(Warnings(under), Has.Exactly(1).Contains("DuplicateSeries"));

        one.Dispose();
        await under.TextAsync();
        await under.TextAsync();
        Assert.That(await under.TextAsync(), Is.EqualTo("# TYPE thing gauge\nthing{a_b=\"x\",c=\"y\"} 2\n"));
        Assert.That(under.Logger.Entries.Select(e => e.Message), Has.Exactly(1).Contains("no longer dropped"));
    }

    [Test]
    public async Task What_is_over_the_cardinality_limit_is_dropped_and_counted_not_lumped()
    {
        using var under = new PipelineUnderTest(o => o with { CardinalityLimit = _ => 2 });
        using var meter = under.NewMeter();
        meter.CreateObservableGauge("per.pid", () => Enumerable.Range(1, 5).Select(i => new Measurement<int>(i, new KeyValuePair<string, object?>("pid", i))));

        Assert.That(await under.TextAsync(), Is.EqualTo("# TYPE per_pid gauge\nper_pid{pid=\"1\"} 1\nper_pid{pid=\"2\"} 2\n"));
        Assert.That(Warnings(under), Has.Exactly(1).Contains("CardinalityLimit"));
    }

    [Test]
    public async Task A_histogram_without_boundaries_is_refused_and_named()
    {
        using var under = new PipelineUnderTest();
        using var meter = under.NewMeter();
        meter.CreateHistogram<double>("bad.duration", "s").Record(1);
        meter.CreateHistogram("good.duration", "s", null, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [2] }).Record(1);
        meter.CreateHistogram("whole.duration", "s", null, advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [2] }).Record(1);

        var text = await under.TextAsync();

        Assert.That(text, Does.Not.Contain("bad").And.Contain("good_duration_seconds_bucket{le=\"2.0\"} 1").And.Contain("whole_duration_seconds_bucket{le=\"2.0\"} 1"));
        Assert.That(under.Logger.Entries.Where(e => e.Level == LogLevel.Error).Select(e => e.Message), Has.Exactly(1).Contains("bad.duration"));
    }

    [Test]
    public async Task An_instrument_for_which_nobody_has_a_limit_is_refused_and_named()
    {
        using var under = new PipelineUnderTest(o => o with { CardinalityLimit = i => i.Name == "known" ? 1 : 0 });
        using var meter = under.NewMeter();
        meter.CreateObservableGauge("known", () => 1);
        meter.CreateObservableGauge("unknown", () => 1);

        Assert.That(await under.TextAsync(), Is.EqualTo("# TYPE known gauge\nknown 1\n"));
        Assert.That(under.Logger.Entries.Where(e => e.Level == LogLevel.Error).Select(e => e.Message), Has.Exactly(1).Contains("unknown"));
    }

    [Test]
    public async Task A_histogram_whose_series_have_a_label_le_loses_them()
    {
        using var under = new PipelineUnderTest();
        using var meter = under.NewMeter();
        var histogram = meter.CreateHistogram("size", null, null, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1] });
        histogram.Record(1, new KeyValuePair<string, object?>("le", "7"));
        histogram.Record(1, new KeyValuePair<string, object?>("x", "7"));

        Assert.That(await under.TextAsync(), Is.EqualTo("# TYPE size histogram\nsize_bucket{x=\"7\",le=\"1.0\"} 1\nsize_bucket{x=\"7\",le=\"+Inf\"} 1\nsize_sum{x=\"7\"} 1\nsize_count{x=\"7\"} 1\n"));
        Assert.That(Warnings(under), Has.Exactly(1).Contains("ReservedLabel"));
    }

    [Test]
    public async Task Series_and_families_that_went_long_ago_come_back_all_the_same()
    {
        using var under = new PipelineUnderTest();
        using var meter = under.NewMeter();
        var isThere = true;
        meter.CreateObservableGauge("stays", () => isThere ? [new(1), new(2, new KeyValuePair<string, object?>("gpu", 1))] : new[] { new Measurement<int>(1) });
        meter.CreateObservableGauge("goes", () => isThere ? [new Measurement<int>(1)] : Array.Empty<Measurement<int>>());
        var before = await under.TextAsync();

        isThere = false;
        for (var i = 0; i < 200; i++)
        {
            Assert.That(await under.TextAsync(), Is.EqualTo("# TYPE stays gauge\nstays 1\n"));
        }

        isThere = true;
        Assert.That(await under.TextAsync(), Is.EqualTo(before).And.Contains("goes 1"));
    }

    [Test]
    public async Task The_runtimes_own_meters_are_exposed_only_on_request()
    {
        using var without = new PipelineUnderTest();
        using var with = new PipelineUnderTest(o => o with { RuntimeMetrics = true });

        Assert.That(await without.TextAsync(), Does.Not.Contain("dotnet_"));
        Assert.That(await with.TextAsync(), Does.Contain("# TYPE dotnet_gc_collections_total counter"));
        Assert.That(with.Logger.Entries.Where(e => e.Level >= LogLevel.Error), Is.Empty, "every histogram of the runtime brings boundaries");
    }

    private static IEnumerable<string> Warnings(PipelineUnderTest under) =>
        under.Logger.Entries.Where(e => e.Level == LogLevel.Warning).Select(e => e.Message);
}
