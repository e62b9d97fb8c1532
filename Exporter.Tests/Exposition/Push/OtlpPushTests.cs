using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Exporter.Exposition.Push;
using Exporter.Tests.Exposition.Support;

namespace Exporter.Tests.Exposition.Push;

/// <summary>The push beside the scrape: it arrives, and a collector that does not answer is nobody's trouble.</summary>
internal sealed class OtlpPushTests
{
    [Test]
    public async Task A_push_arrives_with_our_metrics_our_resource_and_the_headers()
    {
        await using var collector = await CollectorStub.StartAsync();
        using var under = NewPipeline(collector.Address, TimeSpan.FromSeconds(1));
        using var meter = under.NewMeter();
        meter.CreateObservableGauge("hw.power", () => 301.25, "W");

        var push = await collector.NextAsync();

        var body = Encoding.Latin1.GetString(push.Body);
        Assert.That((push.Path, push.ContentType, push.Authorization), Is.EqualTo(("/v1/metrics", "application/x-protobuf", "Bearer a=b, c")));
        Assert.That(body, Does.Contain("hw.power").And.Contain("service.name").And.Contain("under-test"));
    }

    [TestCase("", "/v1/metrics")]
    [TestCase("base/", "/base/v1/metrics")]
    [TestCase("base/v1/metrics", "/base/v1/metrics")]
    public async Task The_signal_path_is_added_where_it_is_missing(string given, string expected)
    {
        await using var collector = await CollectorStub.StartAsync();
        var under = NewPipeline(new Uri(collector.Address, given), TimeSpan.FromHours(1));
        using var meter = under.NewMeter();
        meter.CreateObservableGauge("thing", () => 1);

        under.Dispose();

        Assert.That((await collector.NextAsync()).Path, Is.EqualTo(expected), "the last push comes at the end");
    }

    [Test]
    public async Task Native_histograms_are_pushed_as_one_metric()
    {
        await using var collector = await CollectorStub.StartAsync();
        var under = NewPipeline(collector.Address, TimeSpan.FromHours(1), native: true);
        using var meter = under.NewMeter();
        meter.CreateHistogram("probe.took", "s", null, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1] }).Record(0.5);

        under.Dispose();

        var body = Encoding.Latin1.GetString((await collector.NextAsync()).Body);
        Assert.That(body.Split("probe.took"), Has.Length.EqualTo(2), "named once");
    }

    [Test]
    public async Task A_collector_that_hangs_blocks_neither_a_scrape_nor_the_end()
    {
        var never = new TaskCompletionSource();
        await using var collector = await CollectorStub.StartAsync(() => never.Task);
        var under = NewPipeline(collector.Address, TimeSpan.FromSeconds(1));
        using var meter = under.NewMeter();
        meter.CreateObservableGauge("thing", () => 1);
        await collector.NextAsync();

        Assert.That(await under.TextAsync().WaitAsync(TimeSpan.FromSeconds(5)), Does.Contain("thing 1"));
        var started = Stopwatch.GetTimestamp();
        under.Dispose();

        Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(OtlpPush.StopBound + TimeSpan.FromSeconds(3)));
        never.SetResult();
    }

    [Test]
    public async Task A_collector_that_is_not_there_is_named_in_the_log_and_blocks_nothing()
    {
        var under = NewPipeline(NobodyListens(), TimeSpan.FromHours(1));
        using var meter = under.NewMeter();
        meter.CreateObservableGauge("thing", () => 1);

        Assert.That(await under.TextAsync(), Does.Contain("thing 1"));
        var started = Stopwatch.GetTimestamp();
        under.Dispose();

        Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(OtlpPush.StopBound + TimeSpan.FromSeconds(3)));
        Assert.That(under.Logger.Entries.Select(e => e.Message), Has.Some.Contains("refused"));
    }

    private static PipelineUnderTest NewPipeline(Uri endpoint, TimeSpan interval, bool native = false) => new(o => o with
    {
        NativeHistograms = native,
        ResourceAttributes = [new("service.name", "under-test")],
        Otlp = new OtlpPushOptions { Endpoint = endpoint, Interval = interval, Headers = [new("Authorization", "Bearer a=b, c")] },
    });

    private static Uri NobodyListens()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndpoint).Port}");
    }
}
