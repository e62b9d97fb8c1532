using System.Net;
using Exporter.Demo;
using Exporter.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Tests.EndToEnd;

[Category("EndToEnd")]
internal sealed class ReloadTests : IAsyncDisposable
{
    private const string Successful = "modelhost_exporter_config_last_reload_successful";

    /// <summary>Every edit takes effect within this.</summary>
    private static readonly TimeSpan EffectBound = TimeSpan.FromSeconds(2);

    private readonly DemoModelServer server = new(new DemoServerOptions { Port = 0 }, TimeProvider.System, NullLoggerFactory.Instance);

    public enum Way
    {
        /// <summary><c>--config.auto-reload</c></summary>
        File,

        /// <summary>SIGHUP</summary>
        Signal,

        /// <summary><c>POST /-/reload</c></summary>
        Request,
    }

    [SetUp]
    public Task StartServerAsync() => server.StartAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Test]
    public async Task An_edit_does_what_the_file_says_within_two_seconds([Values] Way way)
    {
        var steady = Configs.Health("steady", server.BaseAddress);
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.With(steady), FlagsOf(way));
        await daemon.ScrapeUntilAsync(s => s.Find("probe_success", ("target", "steady")) == 1, TimeSpan.FromSeconds(10), "the target is probed");

        await EditAsync(daemon, way, Configs.With(steady, Configs.Health("added", server.BaseAddress)));
        await UntilAsync(daemon, s => s.Find("probe_info", ("target", "added"), ("interval", "1s")) == 1, "the new target is there");
        var probed = await daemon.ScrapeUntilAsync(s => s.Find("probe_success", ("target", "added")) == 1, TimeSpan.FromSeconds(5), "the new target is probed");

        await EditAsync(daemon, way, Configs.With(steady, Configs.Health("added", server.BaseAddress, "2s")));
        var slower = await UntilAsync(daemon, s => s.Find("probe_info", ("target", "added")) == 1 && s.Find("probe_info", ("target", "added"), ("interval", "2s")) == 1, "the interval is the new one");
        Assert.That(Requests(slower, "added"), Is.GreaterThanOrEqualTo(Requests(probed, "added")), "its counters go on");

        await EditAsync(daemon, way, Configs.With(steady));
        var removed = await UntilAsync(daemon, s => s.All.All(m => m.Labels.GetValueOrDefault("target") != "added"), "no series of the removed target is left");
        Assert.That(Requests(removed, "steady"), Is.GreaterThanOrEqualTo(Requests(slower, "steady")), "the other target's counters go on");
    }

    [Test]
    public async Task A_daemon_that_nohup_started_hears_the_signal_too()
    {
        var start = new DaemonStart { Launcher = ["env", "--ignore-signal=HUP"] };
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.Head, start);

        await EditAsync(daemon, Way.Signal, Configs.With(Configs.Health("added", server.BaseAddress)));

        await UntilAsync(daemon, s => s.Find("probe_info", ("target", "added")) == 1, "the new target is there");
    }

    [Test]
    public async Task A_typo_keeps_the_old_configuration_and_says_where_it_is([Values] Way way)
    {
        var steady = Configs.Health("steady", server.BaseAddress);
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.With(steady), FlagsOf(way));
        await daemon.ScrapeUntilAsync(s => s.Value(Successful) == 1 && s.Find("probe_info", ("target", "steady")) == 1, TimeSpan.FromSeconds(10), "the first configuration is in force");

        await EditAsync(daemon, way, Configs.With(steady, Configs.Health("added", server.BaseAddress)).Replace("timeout", "timeuot", StringComparison.Ordinal), HttpStatusCode.InternalServerError);
        var refused = await UntilAsync(daemon, s => s.Value(Successful) == 0, "the gauge says that the reload failed");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Find("probe_info", ("target", "steady")), Is.EqualTo(1), "the old configuration is in force");
            Assert.That(refused.Of("probe_info", ("target", "added")), Is.Empty, "nothing of the new one is");
        }

        await Eventually.That(
            () => daemon.Log.Any(l => l.Contains("level=error", StringComparison.Ordinal) && l.Contains("exporter.yaml:7:", StringComparison.Ordinal) && l.Contains("timeuot", StringComparison.Ordinal) && l.Contains("did you mean 'timeout'?", StringComparison.Ordinal)),
            EffectBound,
            () => $"the log says where the typo is\n{daemon.Process.Said}");

        await EditAsync(daemon, way, Configs.With(steady));
        await UntilAsync(daemon, s => s.Value(Successful) == 1, "the repaired file is taken");
    }

    [Test]
    public async Task Without_the_flag_nobody_can_reload_over_http()
    {
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.Head);

        Assert.That((await daemon.PostAsync("/-/reload")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    [Test]
    public async Task Ten_scrapes_a_second_during_fifty_edits_all_succeed_and_no_counter_goes_back()
    {
        const int edits = 50;
        await using var daemon = await DaemonProcessUnderTest.StartAsync(EditedConfig(0), "--web.enable-lifecycle", "--config.auto-reload");
        await daemon.ScrapeUntilAsync(
            s => s.Of("probe_requests_total", ("target", "rebucketed")).Any() && s.Of("probe_requests_total", ("outcome", "success")).All(r => r.Value > 0),
            TimeSpan.FromSeconds(10),
            "every counter has something to lose");
        var isEditing = true;
        var scrapes = 0;
        var scraping = ScrapeAllTheTimeAsync();

        for (var edit = 1; edit <= edits && !scraping.IsCompleted; edit++)
        {
            daemon.Edit(EditedConfig(edit));
            if (edit % 2 == 0)
            {
                daemon.Process.Send(Signal.Hangup);
            }
            else
            {
                Assert.That((await daemon.PostAsync("/-/reload")).Status, Is.EqualTo(HttpStatusCode.OK));
            }

            var seen = Volatile.Read(ref scrapes);
            await Eventually.That(() => Volatile.Read(ref scrapes) >= seen + 2 || scraping.IsCompleted, TimeSpan.FromSeconds(10), () => "scrapes go on");
        }

        Volatile.Write(ref isEditing, false);
        await scraping;
        var last = await UntilAsync(daemon, s => s.Find("probe_info", ("target", "visitor-50")) == 1, "the last edit is in force");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(last.Value(Successful), Is.EqualTo(1));
            Assert.That(last.Of("modelhost_exporter_series_dropped_total").Sum(d => d.Value), Is.Zero, "a meter and its replacement never stand side by side");
            Assert.That(last.Of("modelhost_exporter_scrapes_total").Where(r => r.Labels["result"] != "success").Sum(r => r.Value), Is.Zero);
            Assert.That(daemon.Log, Has.None.Contains("level=error").And.None.Contains("level=warn"));
        }

        async Task ScrapeAllTheTimeAsync()
        {
            using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            Dictionary<string, double> before = [];
            while (Volatile.Read(ref isEditing))
            {
                // New bucket boundaries make new series under the old names, each time the whole set; everything else goes on.
                var samples = await daemon.ScrapeAsync();
                Assert.That(samples.Of("probe_requests_total", ("target", "rebucketed")).Count(), Is.EqualTo(6), "one series an outcome");
                var now = samples.Monotonic().Where(s => !s.Key.Contains("target=\"rebucketed\"", StringComparison.Ordinal)).ToDictionary();
                var wentBack = now.Where(s => before.TryGetValue(s.Key, out var value) && s.Value < value).Select(s => $"{s.Key}: {before[s.Key]} to {s.Value}").ToList();
                Assert.That(wentBack, Is.Empty, "counters that went back");
                Assert.That(before.Keys.Where(k => k.Contains("target=\"steady\"", StringComparison.Ordinal)).Except(now.Keys), Is.Empty, "series of the untouched target that vanished");
                before = now;
                Interlocked.Increment(ref scrapes);
                await pace.WaitForNextTickAsync();
            }
        }
    }

    /// <summary>After every edit one target is untouched, one has another interval, one another objective, one is gone and one is new.</summary>
    private string EditedConfig(int edit) => Configs.With(
        Configs.Health("steady", server.BaseAddress),
        Configs.Chat("changing", server.BaseAddress).Replace("interval: 1s", edit % 2 == 0 ? "interval: 1s" : "interval: 1100ms", StringComparison.Ordinal),
        Configs.Chat("rebucketed", server.BaseAddress) + Configs.Invariant($"    slo: {{ latency: [ {{ within: {200 + edit}ms, ratio: 95% }} ] }}\n"),
        Configs.Chat(Configs.Invariant($"visitor-{edit}"), server.BaseAddress));

    private static string[] FlagsOf(Way way) => way switch
    {
        Way.File => ["--config.auto-reload"],
        Way.Request => ["--web.enable-lifecycle"],
        _ => [],
    };

    /// <summary>Writes the file and, unless the daemon shall notice by itself, asks for the reload.</summary>
    private static async Task EditAsync(DaemonProcessUnderTest daemon, Way way, string config, HttpStatusCode answer = HttpStatusCode.OK)
    {
        daemon.Edit(config);
        switch (way)
        {
            case Way.Signal:
                daemon.Process.Send(Signal.Hangup);
                break;
            case Way.Request:
                var (status, body) = await daemon.PostAsync("/-/reload");
                Assert.That(status, Is.EqualTo(answer), body);
                break;
        }
    }

    private static async Task<MetricSamples> UntilAsync(DaemonProcessUnderTest daemon, Func<MetricSamples, bool> condition, string because) =>
        await daemon.ScrapeUntilAsync(condition, EffectBound, because);

    private static double Requests(MetricSamples samples, string target) => samples.Of("probe_requests_total", ("target", target)).Sum(s => s.Value);
}
