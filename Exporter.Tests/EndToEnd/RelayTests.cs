using System.Globalization;
using Exporter.Tests.Support;
using Exporter.Tests.Traffic.ServerMetrics;

namespace Exporter.Tests.EndToEnd;

/// <summary>The metrics of six model servers, read by the daemon, passed on and scraped by a real Prometheus in each of its formats.</summary>
[Category("EndToEnd")]
internal sealed class RelayTests : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, ScriptedServer> servers = ServerFixture.Servers.ToDictionary(
        static name => name,
        static name => ScriptedServer.Answering(200, System.Text.Encoding.UTF8.GetString(ServerFixture.Bytes(name)), "text/plain; version=0.0.4"));

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers.Values)
        {
            await server.DisposeAsync();
        }
    }

    [Test]
    public async Task As_text()
    {
        await using var daemon = await StartDaemonAsync();

        // This Prometheus always prefers OpenMetrics, so somebody between them asks for the text format.
        await using var text = await AcceptOverride.StartAsync(daemon.Metrics, "text/plain;version=0.0.4");
        await using var prometheus = await PrometheusServer.StartAsync(text.Address);

        await AssertRelayedAsync(prometheus);
        Assert.That(text.LastContentType, Is.EqualTo("text/plain; version=0.0.4; charset=utf-8"));
    }

    [Test]
    public async Task As_open_metrics()
    {
        await using var daemon = await StartDaemonAsync();
        await using var prometheus = await PrometheusServer.StartAsync(daemon.Metrics);

        await AssertRelayedAsync(prometheus);
    }

    [Test]
    public async Task As_protobuf()
    {
        await using var daemon = await StartDaemonAsync();
        await using var prometheus = await PrometheusServer.StartAsync(daemon.Metrics, "--enable-feature=native-histograms");

        await AssertRelayedAsync(prometheus);
    }

    /// <summary>Every series of every server, with the value it has there, once; what all servers share, under our names.</summary>
    private static async Task AssertRelayedAsync(PrometheusServer prometheus)
    {
        var difference = "nothing scraped";
        await Eventually.That(
            async () =>
            {
                difference = await prometheus.LastScrapeErrorAsync();
                foreach (var server in ServerFixture.Servers)
                {
                    var scraped = await prometheus.QueryAsync($$"""{target="{{server}}",__name__!~"target_.*"}""");
                    difference += Difference(Expected(server), [.. scraped.Select(s => Line(s.Name, s.Value)).Order(StringComparer.Ordinal)], server);
                }

                return difference.Length == 0;
            },
            Bound,
            () => $"Prometheus has every series that is passed on: {difference}");

        var running = await prometheus.QueryAsync("target_requests_running");
        Assert.That(running.Select(s => (s.Labels["target"], s.Value)), Is.EquivalentTo(new[] { ("vllm-v1", 5.0), ("sglang", 4), ("llama.cpp", 4), ("tgi", 4), ("triton", 8) }));
        Assert.That(await prometheus.QueryAsync("""vllm:cache_config_info{target="vllm-v1",exported_target="gpu"}"""), Has.Count.EqualTo(1));
        Assert.That((await prometheus.QueryAsync("""count(target_metrics_up == 1)""")).Single().Value, Is.EqualTo(6));
        Assert.That(await prometheus.QueryAsync("""target_tokens_total{target="tgi",token_type="output"} == 8123"""), Has.Count.EqualTo(1));
        Assert.That((await prometheus.QueryAsync("up")).Single().Value, Is.EqualTo(1));
    }

    /// <summary>All but facts about the server's process, which must not look like facts about ours.</summary>
    private static List<string> Expected(string server) =>
    [
        .. ServerFixture.Parse(server).Families
            .Where(static family => !family.Name.StartsWith("process_", StringComparison.Ordinal) && !family.Name.StartsWith("python_", StringComparison.Ordinal))
            .SelectMany(static family => family.Samples)
            .Select(static sample => Line(sample.Series.Name, sample.Value))
            .Order(StringComparer.Ordinal),
    ];

    private static string Line(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"{name} {value}");

    private static string Difference(List<string> expected, List<string> scraped, string server) => expected.SequenceEqual(scraped)
        ? ""
        : $"{server}: {expected.Count} series, scraped {scraped.Count}; missing {string.Join("; ", expected.Except(scraped).Take(5))}; too much {string.Join("; ", scraped.Except(expected).Take(5))}\n";

    private Task<DaemonProcessUnderTest> StartDaemonAsync() => DaemonProcessUnderTest.StartAsync(Configs.With([.. servers.Select(static server => $$"""
          - name: {{server.Key}}
            url: {{server.Value.Url.GetLeftPart(UriPartial.Authority)}}
            relay: { interval: 2s, timeout: 1s, allow: ["*"] }

        """)]));
}
