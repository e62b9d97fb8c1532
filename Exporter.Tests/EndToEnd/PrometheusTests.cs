using System.Globalization;
using Exporter.Demo;
using Exporter.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Tests.EndToEnd;

/// <summary>The demo's configuration, scraped by the Prometheus of Debian 12.</summary>
[Category("EndToEnd")]
internal sealed class PrometheusTests : IAsyncDisposable
{
    private const string Histogram = "probe_request_duration_seconds";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly DemoModelServer models = new(new DemoServerOptions { Port = 0 }, TimeProvider.System, NullLoggerFactory.Instance);

    [SetUp]
    public Task StartModelsAsync() => models.StartAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => models.DisposeAsync();

    [Test]
    public async Task Text_format_is_taken_whole()
    {
        await using var daemon = await StartDaemonAsync();

        // This Prometheus always prefers OpenMetrics, so somebody between them asks for the text format.
        await using var text = await AcceptOverride.StartAsync(daemon.Metrics, "text/plain;version=0.0.4");
        await using var prometheus = await PrometheusServer.StartAsync(text.Address);

        await AssertClassicAsync(daemon, prometheus);
        Assert.That(text.LastContentType, Is.EqualTo("text/plain; version=0.0.4; charset=utf-8"));
    }

    [Test]
    public async Task OpenMetrics_is_taken_whole_with_the_trace_ids_of_probes()
    {
        await using var daemon = await StartDaemonAsync();
        await using var prometheus = await PrometheusServer.StartAsync(daemon.Metrics, "--enable-feature=exemplar-storage");

        await AssertClassicAsync(daemon, prometheus);

        var traced = await prometheus.ExemplarsAsync(Histogram + "_bucket");
        Assert.That(traced, Is.Not.Empty, "exemplars of the probes");
        Assert.That(traced.Select(e => e["trace_id"]), Is.All.Matches("^[0-9a-f]{32}$"));
    }

    [Test]
    public async Task Protobuf_carries_native_histograms_that_answer_quantiles()
    {
        await using var daemon = await StartDaemonAsync("exposition: { native_histograms: true }\n");
        await using var prometheus = await PrometheusServer.StartAsync(daemon.Metrics, "--enable-feature=native-histograms");

        await AssertUpAsync(prometheus);
        await AssertSameAsync(daemon, prometheus, $"histogram_count({Histogram})", s => s.Of(Histogram + "_count"));
        await AssertSameAsync(daemon, prometheus, $"histogram_sum({Histogram})", s => s.Of(Histogram + "_sum"));

        var medians = "";
        await Eventually.That(
            async () =>
            {
                var native = await prometheus.QueryAsync($"histogram_quantile(0.5, {Histogram})");
                var classic = await daemon.ScrapeAsync();
                medians = string.Join("; ", native);
                return native.Count > 0 && native.All(m => IsInBucketOfMedian(m, classic));
            },
            Bound,
            () => $"the medians lie in the classic buckets that hold them: {medians}");
    }

    private static bool IsInBucketOfMedian(MetricSample median, MetricSamples classic)
    {
        (string, string)[] probe = [("target", median.Labels["target"]), ("probe", median.Labels["probe"])];
        var half = classic.Value(Histogram + "_count", probe) / 2;
        var lower = 0.0;
        foreach (var bucket in classic.Of(Histogram + "_bucket", probe))
        {
            var upper = bucket.Labels["le"] == "+Inf" ? double.PositiveInfinity : double.Parse(bucket.Labels["le"], CultureInfo.InvariantCulture);
            if (bucket.Value >= half)
            {
                // A native bucket may reach over a classic boundary by its own width.
                return median.Value > lower * 0.95 && median.Value <= upper * 1.05;
            }

            lower = upper;
        }

        return false;
    }

    private static async Task AssertClassicAsync(DaemonProcessUnderTest daemon, PrometheusServer prometheus)
    {
        await AssertUpAsync(prometheus);
        await AssertSameAsync(
            daemon,
            prometheus,
            $$"""{__name__=~"{{Histogram}}_(count|bucket)"}""",
            s => s.Of(Histogram + "_count").Concat(s.Of(Histogram + "_bucket")));
        var gpus = await prometheus.QueryAsync("count(hw_power_watts)");
        Assert.That(gpus.Select(g => g.Value), Is.EqualTo(new[] { 2.0 }), "two simulated GPUs");
        Assert.That(await prometheus.QueryAsync("count(system_cpu_time_seconds_total) > 0"), Is.Not.Empty, "the host");
    }

    private static async Task AssertUpAsync(PrometheusServer prometheus)
    {
        var error = "";
        await Eventually.That(
            async () =>
            {
                error = await prometheus.LastScrapeErrorAsync();
                return (await prometheus.QueryAsync("up")) is [{ Value: 1 }];
            },
            Bound,
            () => $"up == 1; {error}");
        Assert.That(await prometheus.LastScrapeErrorAsync(), Is.Empty);
    }

    /// <summary>
    /// Between two probes the daemon's own counts stand still; then Prometheus must have exactly these, for every series. The
    /// daemon is read before and after, so that a probe ending meanwhile is noticed.
    /// </summary>
    private static async Task AssertSameAsync(DaemonProcessUnderTest daemon, PrometheusServer prometheus, string query, Func<MetricSamples, IEnumerable<MetricSample>> own)
    {
        var difference = "";
        await Eventually.That(
            async () =>
            {
                var before = Keyed(own(await daemon.ScrapeAsync()));
                var scraped = Keyed(await prometheus.QueryAsync(query));
                var after = Keyed(own(await daemon.ScrapeAsync()));
                difference = $"own {string.Join("; ", after.Except(scraped).Take(5))} - scraped {string.Join("; ", scraped.Except(after).Take(5))}";
                return after.Count > 0 && before.SetEquals(after) && scraped.SetEquals(after) && after.Any(s => s.Value > 0);
            },
            Bound,
            () => $"Prometheus has what the daemon counts: {difference}");
    }

    private static HashSet<(string Kind, string Probe, string Le, double Value)> Keyed(IEnumerable<MetricSample> samples) =>
    [
        .. samples.Select(s => (
            s.Labels.ContainsKey("le") ? "bucket" : "count",
            $"{s.Labels["target"]}/{s.Labels["probe"]}",
            s.Labels.GetValueOrDefault("le", ""),
            s.Value)),
    ];

    /// <summary>What <c>demo</c> runs, on ports of this test's own.</summary>
    private async Task<DaemonProcessUnderTest> StartDaemonAsync(string more = "")
    {
        var config = await File.ReadAllTextAsync(Repository.PathOf("config", "exporter.demo.yaml"));
        return await DaemonProcessUnderTest.StartAsync(
            config
                .Replace("127.0.0.1:9860", "127.0.0.1:0", StringComparison.Ordinal)
                .Replace("http://127.0.0.1:9861", models.BaseAddress.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal) + more);
    }
}
