using System.Net;
using System.Text.Json;
using Exporter.Tests.Support;

namespace Exporter.Tests.EndToEnd;

/// <summary>What an operator leans on beside the metrics.</summary>
[Category("EndToEnd")]
internal sealed class OperatorTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    [Test]
    public async Task Health_and_readiness_answer_and_the_landing_page_leads_to_the_metrics()
    {
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.Head, "--web.telemetry-path=/m");
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = daemon.Metrics };

        Assert.That(daemon.Metrics.AbsolutePath, Is.EqualTo("/m"));
        await Eventually.That(async () => await StatusAsync(http, "/-/ready") == HttpStatusCode.OK, Bound, () => $"it is ready\n{daemon.Process.Said}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await StatusAsync(http, "/-/healthy"), Is.EqualTo(HttpStatusCode.OK));
            Assert.That(await StatusAsync(http, "/metrics"), Is.EqualTo(HttpStatusCode.NotFound), "the path of the flag, and no other");
            Assert.That(await daemon.GetAsync("/"), Does.Contain("modelhost-exporter").And.Contain("/m\""));
            Assert.That(await daemon.GetAsync("/m"), Does.Contain("modelhost_exporter_build_info"));
        }
    }

    [Test]
    public async Task Log_lines_are_JSON_where_asked_for()
    {
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.Head, "--log.format=json", "--log.level=debug");
        daemon.Edit("typo: \"a \\\"quoted\\\" one\"\n");
        daemon.Process.Send(Signal.Hangup);
        await daemon.Process.LineAsync(l => l.Contains("typo", StringComparison.Ordinal), Bound, "the refusal is logged");
        daemon.Process.Send(Signal.Terminate);
        await daemon.Process.ExitAsync(Bound);

        Assert.That(daemon.Log, Is.Not.Empty);
        foreach (var line in daemon.Log)
        {
            using var entry = JsonDocument.Parse(line);
            var properties = entry.RootElement.EnumerateObject().Select(p => p.Name).ToList();
            Assert.That(properties, Is.SupersetOf(new[] { "time", "level", "area", "msg" }), line);
            Assert.That(entry.RootElement.GetProperty("level").GetString(), Is.AnyOf("debug", "info", "warn", "error"));
        }
    }

    [Test]
    public async Task A_probe_that_hangs_is_visible_before_its_time_out_and_counted_after_it()
    {
        using var hung = new SilentServer();
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.With(Configs.Health("hung", hung.Address, "4s", "1500ms")));

        await daemon.ScrapeUntilAsync(
            s => s.Find("probe_in_flight_age_seconds", ("target", "hung")) is > 0.2 and < 1.5,
            Bound,
            "the hung probe is visible");
        var after = await daemon.ScrapeUntilAsync(s => s.Find("probe_requests_total", ("target", "hung"), ("outcome", "timeout")) == 1, Bound, "it is counted");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Value("probe_success", ("target", "hung")), Is.Zero);
            Assert.That(after.Of("probe_errors_total", ("target", "hung")).Where(e => e.Value > 0).Select(e => e.Labels["error_type"]), Is.All.StartsWith("timeout_"));
            Assert.That(after.Find("probe_request_duration_seconds_count", ("target", "hung")), Is.Null, "a failure is no duration");
        }
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path)
    {
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
        return response.StatusCode;
    }
}
