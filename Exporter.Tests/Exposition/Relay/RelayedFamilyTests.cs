using Exporter.Exposition;
using Exporter.Exposition.Negotiation;
using Exporter.Exposition.Relay;
using Exporter.Tests.Exposition.Formats;
using Exporter.Tests.Exposition.Support;
using static Exporter.Tests.Exposition.Relay.CannedRelay;

namespace Exporter.Tests.Exposition.Relay;

/// <summary>The stated rule for families that a model server made, format by format.</summary>
internal sealed class RelayedFamilyTests
{
    private static readonly RelayedFamily Running = Family("vllm:num_requests_running", RelayedType.Gauge, Sample("vllm:num_requests_running", 3, ("target", "a")));
    private static readonly RelayedFamily Tokens = Family("vllm:tokens_total", RelayedType.Counter, Sample("vllm:tokens_total", 12.5, ("target", "a")));
    private static readonly RelayedFamily Latency = Family(
        "vllm:latency",
        RelayedType.Histogram,
        Sample("vllm:latency_bucket", 1, ("target", "a"), ("le", "1")),
        Sample("vllm:latency_bucket", 2, ("target", "a"), ("le", "+Inf")),
        Sample("vllm:latency_sum", double.NaN, ("target", "a")),
        Sample("vllm:latency_count", 2, ("target", "a")));

    [Test]
    public async Task Text_has_them_after_ours_as_the_server_said_them()
    {
        using var under = NewPipeline(new CannedRelay(Tokens, Running, Latency));
        using var meter = under.NewMeter();
        meter.CreateObservableGauge("zzz", () => 1);

        Assert.That(await under.TextAsync(), Is.EqualTo(
            """
            # TYPE zzz gauge
            zzz 1
            # HELP vllm:latency As the server says.
            # TYPE vllm:latency histogram
            vllm:latency_bucket{le="1",target="a"} 1
            vllm:latency_bucket{le="+Inf",target="a"} 2
            vllm:latency_sum{target="a"} NaN
            vllm:latency_count{target="a"} 2
            # HELP vllm:num_requests_running As the server says.
            # TYPE vllm:num_requests_running gauge
            vllm:num_requests_running{target="a"} 3
            # HELP vllm:tokens_total As the server says.
            # TYPE vllm:tokens_total counter
            vllm:tokens_total{target="a"} 12.5

            """));
    }

    [Test]
    public async Task OpenMetrics_keeps_gauges_and_counters_and_takes_the_rest_name_by_name()
    {
        using var under = NewPipeline(new CannedRelay(Tokens, Running, Latency, Family("old", RelayedType.Counter, Sample("old", 1))));

        Assert.That(await under.TextAsync(ExpositionFormat.OpenMetrics), Is.EqualTo(
            """
            # TYPE old unknown
            # HELP old As the server says.
            old 1
            # TYPE vllm:latency_bucket unknown
            # HELP vllm:latency_bucket As the server says.
            vllm:latency_bucket{le="1",target="a"} 1
            vllm:latency_bucket{le="+Inf",target="a"} 2
            # TYPE vllm:latency_sum unknown
            # HELP vllm:latency_sum As the server says.
            vllm:latency_sum{target="a"} NaN
            # TYPE vllm:latency_count unknown
            # HELP vllm:latency_count As the server says.
            vllm:latency_count{target="a"} 2
            # TYPE vllm:num_requests_running gauge
            # HELP vllm:num_requests_running As the server says.
            vllm:num_requests_running{target="a"} 3
            # TYPE vllm:tokens counter
            # HELP vllm:tokens As the server says.
            vllm:tokens_total{target="a"} 12.5
            # EOF

            """));
    }

    [Test]
    public async Task Protobuf_does_the_same()
    {
        using var under = NewPipeline(new CannedRelay(Tokens, Running, Latency));

        var families = ProtobufComparison.Parse(await under.BytesAsync(ExpositionFormat.Protobuf));

        Assert.That(families.Select(f => (f.Name, f.Type)), Is.EqualTo(new[]
        {
            ("vllm:latency_bucket", Wire.MetricType.Untyped),
            ("vllm:latency_sum", Wire.MetricType.Untyped),
            ("vllm:latency_count", Wire.MetricType.Untyped),
            ("vllm:num_requests_running", Wire.MetricType.Gauge),
            ("vllm:tokens_total", Wire.MetricType.Counter),
        }));
        Assert.That(families[0].Metric.Select(m => m.Untyped.Value), Is.EqualTo(new[] { 1.0, 2.0 }));
        Assert.That(families[4].Metric[0].Counter.Value, Is.EqualTo(12.5));
    }

    [Test]
    public async Task Families_of_one_name_from_two_sources_become_one()
    {
        using var under = NewPipeline(new CannedRelay(Running), new CannedRelay(Family(Running.Name, RelayedType.Gauge, Sample(Running.Name, 9, ("target", "b")))));

        Assert.That(await under.TextAsync(), Does.EndWith("gauge\nvllm:num_requests_running{target=\"a\"} 3\nvllm:num_requests_running{target=\"b\"} 9\n"));
    }

    [TestCase("process_resident_memory_bytes")]
    [TestCase("python_gc_objects_collected_total")]
    [TestCase("go_goroutines")]
    [TestCase("probe_success")]
    [TestCase("hw_power_watts")]
    [TestCase("modelhost_exporter_build_info")]
    [TestCase("target_info")]
    [TestCase("not-legal")]
    [TestCase("own_thing")]
    [TestCase("own_sized_bucket")]
    public async Task A_name_that_is_ours_or_reserved_or_illegal_is_dropped_and_counted(string name)
    {
        using var under = NewCountingPipeline(new CannedRelay(Family(name, RelayedType.Gauge, Sample(name, 66)), Running));
        using var meter = under.NewMeter();
        meter.CreateObservableGauge("own.thing", () => 1);
        meter.CreateHistogram("own.sized", null, null, advice: new System.Diagnostics.Metrics.InstrumentAdvice<double> { HistogramBucketBoundaries = [1] }).Record(1);

        await under.TextAsync();
        var text = await under.TextAsync();

        Assert.That(text, Does.Not.Contain(" 66").And.Contain("vllm:num_requests_running{target=\"a\"} 3\n").And.Contain("own_thing 1\n"));
        Assert.That(text, Does.Contain("modelhost_exporter_series_dropped_total{metric=\"relayed\"} 1\n"));
        Assert.That(under.Logger.Entries.Select(e => e.Message), Has.Exactly(1).Contains("RelayedName"));
    }

    [Test]
    public async Task Another_type_under_the_same_name_and_a_second_sample_of_one_series_are_dropped()
    {
        using var under = NewCountingPipeline(
            new CannedRelay(Running, Family(Running.Name, RelayedType.Counter, Sample(Running.Name, 66))),
            new CannedRelay(Family(Running.Name, RelayedType.Gauge, Sample(Running.Name, 67, ("target", "a")))));

        Assert.That(await under.TextAsync(), Does.EndWith("vllm:num_requests_running{target=\"a\"} 3\n").And.Not.Contain("66").And.Not.Contain("67"));
        Assert.That(await under.TextAsync(), Does.Contain("modelhost_exporter_series_dropped_total{metric=\"relayed\"} 2\n"));
    }

    private static PipelineUnderTest NewPipeline(params IRelayedFamilySource[] sources) => new(o => o with { Relayed = sources });

    /// <summary>A pipeline that shows its own counts too.</summary>
    private static PipelineUnderTest NewCountingPipeline(params IRelayedFamilySource[] sources) =>
        new(o => o with { Relayed = sources, MeterNames = [.. o.MeterNames, ScrapeMetrics.MeterName] });
}
