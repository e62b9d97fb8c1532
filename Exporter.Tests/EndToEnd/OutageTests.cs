using Exporter.Demo;
using Exporter.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Tests.EndToEnd;

[Category("EndToEnd")]
internal sealed class OutageTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(900);

    /// <summary>From the daemon's answer to the test's judgement; the machine may be busy.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(500);

    private static (string, string) Killed => ("target", "killed");

    private static (string, string) Well => ("target", "well");

    [Test]
    public async Task A_killed_server_is_seen_within_interval_and_time_out_and_back_within_an_interval()
    {
        await using var flask = await PythonServer.StartAsync(PythonRunner.Werkzeug);
        var port = flask.BaseAddress.Port;
        await using var other = new DemoModelServer(new DemoServerOptions { Port = 0 }, TimeProvider.System, NullLoggerFactory.Instance);
        await other.StartAsync(CancellationToken.None);
        await using var daemon = await DaemonProcessUnderTest.StartAsync(
            Configs.With(Configs.Predict("killed", flask.BaseAddress), Configs.Health("well", other.BaseAddress)));
        var before = await daemon.ScrapeUntilAsync(
            s => s.Of("probe_success").Count(p => p.Value == 1) == 2
                && s.Find("target_state", Well, ("state", "ok")) == 1
                && s.Find("target_processes", Well) > 0
                && s.Find("target_accept_queue_length", Well) is not null,
            TimeSpan.FromSeconds(10),
            "both targets are well");

        await flask.DisposeAsync();
        var down = await daemon.ScrapeUntilAsync(s => s.Find("probe_success", Killed) == 0, Interval + Timeout + Slack, "the outage is seen");
        AssertCounted(before, down);

        await using var again = await PythonServer.StartAsync(PythonRunner.Werkzeug, port);
        var back = await daemon.ScrapeUntilAsync(s => s.Find("probe_success", Killed) == 1, Interval + Slack, "it is back");
        Assert.That(back.Value("probe_requests_total", Killed, ("outcome", "success")), Is.GreaterThan(down.Value("probe_requests_total", Killed, ("outcome", "success"))));
    }

    /// <summary>The series of the target that is well; the age of a probe is there only while one runs.</summary>
    private static IEnumerable<string> Lasting(MetricSamples samples) =>
        samples.All.Where(s => s.Labels.GetValueOrDefault("target") == "well" && s.Name != "probe_in_flight_age_seconds").Select(s => s.Series);

    private static void AssertCounted(MetricSamples before, MetricSamples down)
    {
        // A probe may have been in progress when the server died: its connection broke after the request was sent.
        var refused = down.Value("probe_errors_total", Killed, ("error_type", "connection_refused"));
        var broken = down.Value("probe_errors_total", Killed, ("error_type", "connection_reset"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused + broken, Is.Positive);
            Assert.That(down.Value("probe_requests_total", Killed, ("outcome", "connect_error")), Is.EqualTo(refused));
            Assert.That(down.Of("probe_errors_total", Killed).Sum(s => s.Value), Is.EqualTo(refused + broken), "nothing but what happened is counted");
            Assert.That(down.Value("probe_success", ("target", "well")), Is.EqualTo(1), "the other target is unmoved");
            Assert.That(down.Of("probe_errors_total", ("target", "well")).Sum(s => s.Value), Is.Zero);
            Assert.That(
                down.Of("probe_requests_total", ("target", "well")).Where(s => s.Labels["outcome"] != "success").Sum(s => s.Value),
                Is.EqualTo(before.Of("probe_requests_total", ("target", "well")).Where(s => s.Labels["outcome"] != "success").Sum(s => s.Value)));
            Assert.That(
                Lasting(down),
                Is.EquivalentTo(Lasting(before)),
                "no series of it came or went");
        }
    }
}
