using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Probes.Metrics;
using Exporter.Probes.Streaming;
using Exporter.Tests.Probes.Support;

namespace Exporter.Tests.Probes.Metrics;

public class ProbeMetricsTests
{
    private static readonly string[] CountersOfAChat =
    [
        "probe.errors{error_type=assertion}", "probe.errors{error_type=body_too_large}", "probe.errors{error_type=connection_refused}",
        "probe.errors{error_type=connection_reset}", "probe.errors{error_type=http_429}", "probe.errors{error_type=http_4xx}",
        "probe.errors{error_type=http_5xx}", "probe.errors{error_type=name_resolution}", "probe.errors{error_type=not_json}",
        "probe.errors{error_type=other}", "probe.errors{error_type=out_of_memory}", "probe.errors{error_type=stream_error}",
        "probe.errors{error_type=stream_truncated}", "probe.errors{error_type=timeout_connect}", "probe.errors{error_type=timeout_first_token}",
        "probe.errors{error_type=timeout_total}", "probe.errors{error_type=tls}",
        "probe.in_flight", "probe.maintenance",
        "probe.requests{outcome=connect_error}", "probe.requests{outcome=http_error}", "probe.requests{outcome=invalid}",
        "probe.requests{outcome=protocol_error}", "probe.requests{outcome=success}", "probe.requests{outcome=timeout}",
        "probe.skipped{reason=budget}", "probe.skipped{reason=busy}", "probe.skipped{reason=idle}", "probe.skipped{reason=maintenance}", "probe.skipped{reason=not_loaded}", "probe.skipped{reason=previous_running}",
        "probe.tokens{token_type=cached}", "probe.tokens{token_type=input}", "probe.tokens{token_type=output}",
    ];

    [Test]
    public async Task Before_the_first_probe_every_counter_is_there_at_zero_and_no_result()
    {
        await using var bench = Idle(ProbeBench.Chat());

        var seen = bench.Readings.Observe().Where(series => !series.Key.StartsWith("probe.info", StringComparison.Ordinal)).ToArray();

        Assert.That(seen.Select(series => series.Key).Order(StringComparer.Ordinal), Is.EqualTo(CountersOfAChat));
        Assert.That(seen.Select(series => series.Value), Has.All.Zero);
    }

    [Test]
    public async Task A_probe_that_costs_no_tokens_counts_none()
    {
        await using var bench = Idle(ProbeBench.Http());

        Assert.That(bench.Readings.Observe().Keys, Has.None.StartsWith("probe.tokens"));
    }

    [Test]
    public async Task The_configuration_is_published_as_it_is_now_without_user_information()
    {
        await using var bench = Idle(ProbeBench.Chat());
        var before = bench.Readings.Observe().Keys.Single(key => key.StartsWith("probe.info", StringComparison.Ordinal));

        bench.Metrics.UpdateConfig(ProbeBench.Target(new Uri("http://127.0.0.1:2"), model: null), ProbeBench.Http() with { Interval = TimeSpan.FromMilliseconds(1500) });

        var after = bench.Readings.Observe().Keys.Single(key => key.StartsWith("probe.info", StringComparison.Ordinal));
        Assert.That(before, Is.EqualTo("probe.info{type=openai-chat,url=http://127.0.0.1:1/base,interval=15s,timeout=10s,model=m}"));
        Assert.That(after, Is.EqualTo("probe.info{type=http,url=http://127.0.0.1:2/,interval=1.5s,timeout=10s}"));
    }

    [Test]
    public async Task A_result_is_shown_only_once_it_is_counted()
    {
        await using var bench = Idle(ProbeBench.Chat());
        var shown = new List<bool>();
        bench.Readings.OnRecorded = () => shown.Add(bench.Readings.Observe().ContainsKey("probe.success"));

        bench.Metrics.Record(Streamed());

        Assert.That(shown, Is.Not.Empty.And.All.False, "while its histograms are filled");
        Assert.That(bench.Readings.Observe(), Does.ContainKey("probe.success"));
    }

    [Test]
    public async Task A_streamed_answer_fills_every_instrument()
    {
        await using var bench = Idle(ProbeBench.Chat());

        bench.Metrics.Record(Streamed());

        var seen = bench.Readings.Observe();
        var recorded = bench.Readings.Recorded;
        Assert.Multiple(() =>
        {
            Assert.That(seen["probe.success"], Is.EqualTo(1));
            Assert.That(seen["probe.duration"], Is.EqualTo(2));
            Assert.That(seen["probe.http.status_code"], Is.EqualTo(200));
            Assert.That(seen["probe.http.duration{phase=resolve}"], Is.EqualTo(0.001));
            Assert.That(seen["probe.http.duration{phase=processing}"], Is.EqualTo(0.5));
            Assert.That(seen, Does.Not.ContainKey("probe.http.duration{phase=tls}"));
            Assert.That(seen["probe.tls.earliest_cert_expiry"], Is.EqualTo(4_000_000_000));
            Assert.That(seen["probe.last_time"], Is.EqualTo(bench.Clock.GetUtcNow().ToUnixTimeSeconds()));
            Assert.That(seen["probe.inter_chunk.max_gap"], Is.EqualTo(0.25));
            Assert.That(seen["probe.output_tokens_per_second"], Is.EqualTo(50));
            Assert.That(seen["probe.tokens{token_type=input}"], Is.EqualTo(9));
            Assert.That(seen["probe.tokens{token_type=output}"], Is.EqualTo(11));
            Assert.That(seen["probe.tokens{token_type=cached}"], Is.EqualTo(4));
            Assert.That(recorded["probe.request.duration"], Is.EqualTo(new[] { 1.5 }), "to the last token, not to the end of the stream");
            Assert.That(recorded["probe.time_to_headers"], Is.EqualTo(new[] { 0.6 }));
            Assert.That(recorded["probe.time_to_first_token"], Is.EqualTo(new[] { 1.0 }));
            Assert.That(recorded["probe.time_to_first_output_token"], Is.EqualTo(new[] { 1.1 }));
            Assert.That(recorded["probe.time_per_output_token{token_count_source=usage}"], Is.EqualTo(new[] { 0.02 }));
            Assert.That(recorded["probe.server.duration{phase=prefill}"], Is.EqualTo(new[] { 0.3 }));
            Assert.That(recorded, Does.Not.ContainKey("probe.server.duration{phase=queue}"));
        });
    }

    [Test]
    public async Task Tokens_that_were_counted_as_chunks_are_never_mixed_with_those_of_the_server()
    {
        await using var bench = Idle(ProbeBench.Chat());

        bench.Metrics.Record(Streamed() with { Tokens = new TokenCounts { Output = 3, Source = TokenCountSource.Chunks } });

        Assert.That(
            bench.Readings.Recorded.Keys.Where(static key => key.StartsWith("probe.time_per_output_token", StringComparison.Ordinal)),
            Is.EqualTo(new[] { "probe.time_per_output_token{token_count_source=chunks}" }));
    }

    [Test]
    public async Task A_failure_has_no_place_in_the_distributions_and_takes_the_old_result_away()
    {
        await using var bench = Idle(ProbeBench.Chat());
        bench.Metrics.Record(Streamed());

        bench.Metrics.Record(new ProbeRun(bench.Clock).Fail(ProbeErrorType.ConnectionRefused, "down"));

        var seen = bench.Readings.Observe();
        Assert.Multiple(() =>
        {
            Assert.That(seen["probe.success"], Is.Zero);
            Assert.That(seen["probe.errors{error_type=connection_refused}"], Is.EqualTo(1));
            Assert.That(seen.Keys, Has.None.StartsWith("probe.http").And.None.StartsWith("probe.tls").And.None.StartsWith("probe.output").And.None.StartsWith("probe.inter"));
            Assert.That(bench.Readings.Recorded["probe.request.duration"], Has.Length.EqualTo(1));
            Assert.That(seen["probe.tokens{token_type=input}"], Is.EqualTo(9), "spent is spent");
        });
    }

    [Test]
    public async Task The_place_in_the_servers_queue_is_published_of_a_failure_too_and_only_where_it_was_told()
    {
        await using var bench = Idle(ProbeBench.Gradio("predict"));
        var waiting = new ProbeRun(bench.Clock) { Queue = new QueueWait(bench.Clock, 0) };
        waiting.Queue.Told(new QueuePlace(3, 4));
        waiting.Queue.Told(new QueuePlace(1, 2));

        bench.Metrics.Record(waiting.TimeOut(TimeSpan.FromSeconds(1)));
        var told = bench.Readings.Observe();
        bench.Metrics.Record(new ProbeRun(bench.Clock).Succeed());

        Assert.That(told["probe.queue.rank"], Is.EqualTo(3), "the place when it joined");
        Assert.That(bench.Readings.Observe(), Does.Not.ContainKey("probe.queue.rank"));
    }

    [Test]
    public async Task A_new_configuration_takes_the_result_of_the_old_one_away_and_keeps_the_counts()
    {
        await using var bench = Idle(ProbeBench.Chat());
        bench.Metrics.Record(Streamed());

        bench.Metrics.UpdateConfig(ProbeBench.Target(new Uri("http://127.0.0.1:2")), ProbeBench.Chat());

        var seen = bench.Readings.Observe();
        Assert.That(seen, Does.Not.ContainKey("probe.success"));
        Assert.That(seen["probe.requests{outcome=success}"], Is.EqualTo(1));
    }

    [Test]
    public async Task Skips_and_maintenance_are_visible()
    {
        await using var bench = Idle(ProbeBench.Chat());

        bench.Metrics.Skip(ProbeSkipReason.Busy);
        bench.Metrics.Skip(ProbeSkipReason.Busy, 2);
        bench.Metrics.IsInMaintenance = () => true;

        var seen = bench.Readings.Observe();
        Assert.That(seen["probe.skipped{reason=busy}"], Is.EqualTo(3));
        Assert.That(seen["probe.maintenance"], Is.EqualTo(1));
    }

    [Test]
    public async Task Every_instrument_says_what_it_is_and_has_its_limit_and_every_histogram_its_boundaries()
    {
        await using var bench = Idle(ProbeBench.Chat());
        bench.Metrics.Record(Streamed());

        foreach (var instrument in bench.Readings.Instruments.Values)
        {
            var series = bench.Readings.Observe().Keys.Concat(bench.Readings.Recorded.Keys).Count(key => key.Split('{')[0] == instrument.Name);
            Assert.That(instrument.Description, Does.EndWith("."), instrument.Name);
            Assert.That(ProbeMetrics.CardinalityLimit(instrument), Is.GreaterThanOrEqualTo(series).And.LessThanOrEqualTo(256), instrument.Name);
            if (instrument is System.Diagnostics.Metrics.Histogram<double> histogram)
            {
                Assert.That(histogram.Advice?.HistogramBucketBoundaries, Is.Not.Null.And.Not.Empty, instrument.Name);
                Assert.That(histogram.Unit, Is.EqualTo("s"));
            }
        }

        Assert.That(bench.Readings.Instruments, Has.Count.EqualTo(25));
    }

    [Test]
    public async Task Disposing_ends_the_series()
    {
        await using var bench = Idle(ProbeBench.Chat());

        bench.Metrics.Dispose();

        Assert.That(bench.Readings.Observe(), Is.Empty);
    }

    [TestCase(2.0, true)]
    [TestCase(2.5, false)]
    public void Boundaries_compare_by_content(double second, bool equal)
    {
        var one = new ProbeBuckets([1, 2], [3], [4]);

        Assert.That(one.Equals(new ProbeBuckets([1, second], [3], [4])), Is.EqualTo(equal));
    }

    /// <summary>A job that has published its configuration and never ticks: its clock stands still.</summary>
    private static JobBench Idle(ProbeConfig config)
    {
        var bench = new JobBench(FakeProbe.Answering(run => run.Succeed()), config);
        bench.Job.Start();
        return bench;
    }

    private static ProbeResult Streamed() => new()
    {
        Outcome = ProbeOutcome.Success,
        Duration = TimeSpan.FromSeconds(2),
        Phases = new ProbePhases { Resolve = TimeSpan.FromMilliseconds(1), Connect = TimeSpan.FromMilliseconds(99), Processing = TimeSpan.FromMilliseconds(500), Transfer = TimeSpan.FromMilliseconds(1400) },
        StatusCode = 200,
        TimeToHeaders = TimeSpan.FromMilliseconds(600),
        Stream = new StreamTimings
        {
            TimeToFirstToken = TimeSpan.FromSeconds(1),
            TimeToFirstOutputToken = TimeSpan.FromSeconds(1.1),
            TimeToLastToken = TimeSpan.FromSeconds(1.5),
            MaxGap = TimeSpan.FromMilliseconds(250),
            TimePerOutputToken = TimeSpan.FromMilliseconds(20),
            OutputTokensPerSecond = 50,
            Chunks = 3,
        },
        Tokens = new TokenCounts { Input = 9, Output = 11, Cached = 4, Source = TokenCountSource.Usage },
        ServerDurations = new ServerDurations { Prefill = TimeSpan.FromMilliseconds(300), Decode = TimeSpan.FromMilliseconds(500) },
        CertificateExpiry = DateTimeOffset.FromUnixTimeSeconds(4_000_000_000),
    };
}
