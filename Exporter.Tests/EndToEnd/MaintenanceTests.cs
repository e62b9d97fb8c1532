using System.Net;
using Exporter.Demo;
using Exporter.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Tests.EndToEnd;

/// <summary><c>POST /-/maintenance</c> against a daemon that probes: one target rests, the other does not, and both ways back.</summary>
[Category("EndToEnd")]
internal sealed class MaintenanceTests : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    private readonly DemoModelServer server = new(new DemoServerOptions { Port = 0 }, TimeProvider.System, NullLoggerFactory.Instance);

    [SetUp]
    public Task StartServerAsync() => server.StartAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Test]
    public async Task A_target_in_maintenance_is_not_asked_until_it_is_over()
    {
        await using var daemon = await DaemonProcessUnderTest.StartAsync(
            Configs.With(Configs.Health("resting", server.BaseAddress), Configs.Health("working", server.BaseAddress)), "--web.enable-lifecycle");
        await daemon.ScrapeUntilAsync(s => s.Of("probe_success").Count(p => p.Value == 1) == 2, Bound, "both are probed");

        var (begun, said) = await daemon.PostAsync("/-/maintenance?target=resting&duration=1h");
        var resting = await daemon.ScrapeUntilAsync(s => Skipped(s, "resting") > 0, Bound, "a tick was left out");
        var later = await daemon.ScrapeUntilAsync(s => Skipped(s, "resting") > Skipped(resting, "resting") && Requests(s, "working") > Requests(resting, "working"), Bound, "the next one too, and the other target goes on");

        Assert.That(begun, Is.EqualTo(HttpStatusCode.OK), said);
        Assert.That(resting.Value("probe_maintenance", ("target", "resting")), Is.EqualTo(1));
        Assert.That(resting.Value("probe_maintenance", ("target", "working")), Is.Zero);
        Assert.That(Requests(later, "resting"), Is.EqualTo(Requests(resting, "resting")), "nothing was asked meanwhile");

        daemon.Process.Send(Signal.Hangup);
        var reloaded = await daemon.ScrapeUntilAsync(s => Skipped(s, "resting") > Skipped(later, "resting"), Bound, "a reload does not end it");
        var (ended, saidThen) = await daemon.PostAsync("/-/maintenance?target=resting&duration=0s");
        await daemon.ScrapeUntilAsync(s => Requests(s, "resting") > Requests(reloaded, "resting") && s.Value("probe_maintenance", ("target", "resting")) == 0, Bound, "it is asked again");

        Assert.That(ended, Is.EqualTo(HttpStatusCode.OK), saidThen);
        Assert.That(daemon.Log, Has.Some.Contains("Target resting is put into maintenance for 01:00:00").And.Some.Contains("Target resting is taken out of maintenance"));
    }

    [Test]
    public async Task What_a_probe_has_cost_is_not_forgotten_by_a_reload()
    {
        var frugal = Configs.Chat("frugal", server.BaseAddress).Replace("type: openai-chat", "type: openai-chat\n        token_budget_per_hour: 1", StringComparison.Ordinal);
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.With(frugal));
        await daemon.ScrapeUntilAsync(s => Spared(s) > 0, Bound, "the first answer has cost more than it may");

        daemon.Edit(Configs.With(frugal.Replace("timeout: 900ms", "timeout: 800ms", StringComparison.Ordinal)));
        daemon.Process.Send(Signal.Hangup);
        var reloaded = await daemon.ScrapeUntilAsync(s => s.Find("probe_info", ("target", "frugal"), ("timeout", "0.8s")) == 1, Bound, "the new time-out is in force");
        var after = await daemon.ScrapeUntilAsync(s => Spared(s) > Spared(reloaded) + 1, Bound, "ticks are left out after it, too");

        Assert.That(Requests(after, "frugal"), Is.EqualTo(1));
    }

    private static double Spared(MetricSamples samples) => samples.Find("probe_skipped_total", ("target", "frugal"), ("reason", "budget")) ?? 0;

    [Test]
    public async Task Whoever_asks_wrongly_or_without_leave_changes_nothing()
    {
        await using var open = await DaemonProcessUnderTest.StartAsync(Configs.With(Configs.Health("a", server.BaseAddress)), "--web.enable-lifecycle");
        await using var closed = await DaemonProcessUnderTest.StartAsync(Configs.With(Configs.Health("a", server.BaseAddress)));

        var answers = new[]
        {
            (await open.PostAsync("/-/maintenance?target=nobody&duration=1h")).Status,
            (await open.PostAsync("/-/maintenance?target=a&duration=soon")).Status,
            (await closed.PostAsync("/-/maintenance?target=a&duration=1h")).Status,
        };

        Assert.That(answers, Is.EqualTo(new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.Forbidden }));
        Assert.That((await open.ScrapeAsync()).Value("probe_maintenance", ("target", "a")), Is.Zero);
        Assert.That((await closed.ScrapeAsync()).Value("probe_maintenance", ("target", "a")), Is.Zero);
    }

    private static double Skipped(MetricSamples samples, string target) => samples.Value("probe_skipped_total", ("target", target), ("reason", "maintenance"));

    private static double Requests(MetricSamples samples, string target) => samples.Of("probe_requests_total", ("target", target)).Sum(s => s.Value);
}
