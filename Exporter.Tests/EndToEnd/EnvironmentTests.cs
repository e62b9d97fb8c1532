using Exporter.Tests.Exposition.Push;
using Exporter.Tests.Support;
using static Exporter.Tests.EndToEnd.Configs;

namespace Exporter.Tests.EndToEnd;

/// <summary>What happens to be set where the daemon is started: for the applications of the host, for its people.</summary>
[Category("EndToEnd")]
internal sealed class EnvironmentTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    /// <summary>Each of these would change a daemon that looked at it.</summary>
    private static Dictionary<string, string?> SetForOthers => new()
    {
        ["OTEL_SDK_DISABLED"] = "true",
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://192.0.2.1:4318",
        ["OTEL_EXPORTER_OTLP_METRICS_PROTOCOL"] = "grpc",
        ["OTEL_EXPORTER_OTLP_CERTIFICATE"] = "/nonexistent/ca.pem",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "86400000",
        ["OTEL_METRICS_EXEMPLAR_FILTER"] = "always_on",
        ["OTEL_RESOURCE_ATTRIBUTES"] = "service.name=another",
        ["HTTP_PROXY"] = "http://192.0.2.1:3128",
        ["http_proxy"] = "http://192.0.2.1:3128",
        ["ALL_PROXY"] = "http://192.0.2.1:3128",
        ["ASPNETCORE_URLS"] = "http://192.0.2.1:80",
        ["Kestrel__Endpoints__Http__Url"] = "http://192.0.2.1:80",
        ["Logging__LogLevel__Default"] = "None",
        ["LC_ALL"] = "tr_TR.UTF-8",
        ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "false",
        ["TZ"] = "Asia/Kathmandu",
        ["HOME"] = null,
        ["TMPDIR"] = "/nonexistent",
    };

    [Test]
    public async Task What_is_set_for_others_changes_nothing()
    {
        await using var collector = await CollectorStub.StartAsync();
        await using var models = ScriptedServer.Answering(200, "{}");
        var config = With(Health("llm", models.Url)) + $"otlp: {{ endpoint: \"{collector.Address}\", interval: 1s }}\n";
        await using var daemon = await DaemonProcessUnderTest.StartAsync(config, new DaemonStart { Environment = SetForOthers });

        var samples = await daemon.ScrapeUntilAsync(static s => s.Find("probe_success", ("target", "llm")) == 1, Bound, "the probe succeeds, and the scrape shows it");

        Assert.That(samples.Of("target_info").Single().Labels["service_name"], Is.EqualTo("modelhost-exporter"));
        Assert.That((await collector.NextAsync()).Path, Is.EqualTo("/v1/metrics"));
    }

    [Test]
    public async Task The_folder_it_was_started_in_may_be_gone()
    {
        var start = new DaemonStart { InDeletedFolder = true };

        var demo = await DaemonProcessUnderTest.RunToEndAsync(start, "demo", "--once", "--web.listen-address=127.0.0.1:0", "--demo.port=0");
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Head, start);

        Assert.That(demo.ExitCode, Is.Zero, demo.ToString());
        Assert.That((await daemon.ScrapeAsync()).Of("modelhost_exporter_build_info").Count(), Is.EqualTo(1));
    }
}
