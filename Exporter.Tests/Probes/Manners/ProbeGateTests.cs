using Exporter.Configuration;
using Exporter.Probes;
using Exporter.Probes.Manners;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Manners;

[TestFixture]
internal sealed class ProbeGateTests
{
    private readonly ManualTimeProvider clock = new();

    [Test]
    public async Task A_spent_budget_opens_again_as_the_hour_moves_on()
    {
        using var gate = new ProbeGate(ProbeBench.Target(new Uri("http://127.0.0.1:1")), ProbeBench.Chat() with { TokenBudgetPerHour = 100 }, null, clock);
        var cost = new TokenCounts { Input = 40, Output = 20, Source = TokenCountSource.Usage };

        gate.Spend(cost);
        Assert.That(await gate.WhyNotNowAsync(CancellationToken.None), Is.Null);
        clock.Advance(TimeSpan.FromMinutes(30));
        gate.Spend(cost);
        Assert.That(await gate.WhyNotNowAsync(CancellationToken.None), Is.EqualTo(ProbeSkipReason.Budget));
        clock.Advance(TimeSpan.FromMinutes(30));
        Assert.That(await gate.WhyNotNowAsync(CancellationToken.None), Is.Null, "the first sixty are an hour old");
    }

    [Test]
    public async Task What_was_spent_before_a_reload_counts_after_it()
    {
        var budget = new TokenBudget(clock);
        var config = ProbeBench.Chat() with { TokenBudgetPerHour = 50 };
        using (var before = new ProbeGate(ProbeBench.Target(new Uri("http://127.0.0.1:1")), config, null, clock, budget))
        {
            before.Spend(new TokenCounts { Input = 40, Output = 20, Source = TokenCountSource.Usage });
        }

        using var after = new ProbeGate(ProbeBench.Target(new Uri("http://127.0.0.1:1")), config with { Timeout = TimeSpan.FromSeconds(3) }, null, clock, budget);

        Assert.That(await after.WhyNotNowAsync(CancellationToken.None), Is.EqualTo(ProbeSkipReason.Budget));
    }

    [Test]
    public async Task Without_a_budget_nothing_is_ever_spent()
    {
        using var gate = new ProbeGate(ProbeBench.Target(new Uri("http://127.0.0.1:1")), ProbeBench.Chat(), null, clock);

        gate.Spend(new TokenCounts { Input = long.MaxValue / 2, Source = TokenCountSource.Usage });

        Assert.That(await gate.WhyNotNowAsync(CancellationToken.None), Is.Null);
    }

    [Test]
    public async Task A_server_with_a_queue_is_spared_three_times_and_then_asked()
    {
        await using var server = ScriptedServer.Answering(200, """
            # HELP vllm:num_requests_waiting Waiting.
            vllm:num_requests_waiting_total 9
            vllm:num_requests_waiting{engine="0"} 0.0
            vllm:num_requests_waiting{engine="1"} 2.0
            """, "text/plain");
        using var gate = Asking(server.Url);

        var reasons = new List<ProbeSkipReason?>();
        for (var i = 0; i < 5; i++)
        {
            reasons.Add(await gate.WhyNotNowAsync(CancellationToken.None));
        }

        ProbeSkipReason? busy = ProbeSkipReason.Busy;
        Assert.That(reasons, Is.EqualTo(new[] { busy, busy, busy, null, busy }));
    }

    [TestCase(200, "vllm:num_requests_waiting 0\nvllm:num_requests_running 3\n", Description = "works, and has room")]
    [TestCase(200, "llamacpp:requests_deferred 5\n", Description = "not a server we take at its word")]
    [TestCase(200, "<html>", Description = "no metrics")]
    [TestCase(404, "vllm:num_requests_waiting 7\n", Description = "no such page")]
    public async Task Whoever_does_not_say_that_it_is_busy_is_asked(int status, string metrics)
    {
        await using var server = ScriptedServer.Answering(status, metrics, "text/plain");
        using var gate = Asking(server.Url);

        Assert.That(await gate.WhyNotNowAsync(CancellationToken.None), Is.Null);
        Assert.That(server.Connections, Is.EqualTo(1));
    }

    [Test]
    public async Task A_server_whose_metrics_wait_behind_its_requests_is_not_asked_for_them()
    {
        await using var server = ScriptedServer.Answering(200, "vllm:num_requests_waiting 7\n", "text/plain");
        using var gate = new ProbeGate(ProbeBench.Target(server.Url) with { Server = ServerKind.LlamaCpp }, ProbeBench.Chat() with { SkipWhenBusy = true }, null, clock);

        Assert.That(await gate.WhyNotNowAsync(CancellationToken.None), Is.Null);
        Assert.That(server.Connections, Is.Zero);
    }

    [TestCase("/gradio_api/queue/status", 2, true)]
    [TestCase("/gradio_api/queue/status", 0, false)]
    [TestCase("/queue/status", 1, true, Description = "before version 5")]
    [TestCase("/elsewhere", 9, false)]
    public async Task The_queue_of_a_Gradio_app_is_looked_at_where_its_version_has_it(string path, int size, bool isBusy)
    {
        await using var server = new ScriptedServer(async connection =>
        {
            var request = await connection.ReadRequestAsync();
            var isThere = request.StartsWith($"GET {path} HTTP", StringComparison.Ordinal);
            await connection.AnswerAsync(isThere ? 200 : 404, isThere ? $$"""{"msg":"estimation","event_id":null,"rank":null,"queue_size":{{size}},"rank_eta":null}""" : """{"detail":"Not Found"}""");
        });
        using var gate = new ProbeGate(ProbeBench.Target(server.Url), ProbeBench.Gradio("predict") with { SkipWhenBusy = true }, null, clock);

        Assert.That(await gate.WhyNotNowAsync(CancellationToken.None), Is.EqualTo(isBusy ? ProbeSkipReason.Busy : (ProbeSkipReason?)null));
    }

    [Test]
    public async Task A_server_that_does_not_answer_in_time_is_asked()
    {
        await using var server = new ScriptedServer(connection => connection.HoldAsync());
        using var gate = Asking(server.Url);

        var waiting = gate.WhyNotNowAsync(CancellationToken.None).AsTask();
        await clock.WaitForTimersAsync(1);
        clock.Advance(TimeSpan.FromMilliseconds(500));

        Assert.That(await waiting, Is.Null);
    }

    [Test]
    public async Task The_look_and_the_probe_end_before_the_next_tick()
    {
        await using var server = new ScriptedServer(connection => connection.HoldAsync());
        var config = ProbeBench.Chat() with { SkipWhenBusy = true, Interval = TimeSpan.FromSeconds(2), Timeout = TimeSpan.FromMilliseconds(1900) };
        using var gate = new ProbeGate(ProbeBench.Target(server.Url), config, null, clock);

        var waiting = gate.WhyNotNowAsync(CancellationToken.None).AsTask();
        await clock.WaitForTimersAsync(1);
        clock.Advance(TimeSpan.FromMilliseconds(99));

        Assert.That(await waiting.WaitAsync(TimeSpan.FromSeconds(20)), Is.Null);
    }

    [Test]
    public async Task A_tick_in_maintenance_is_skipped_and_shown()
    {
        var asked = 0;
        await using var bench = new JobBench(FakeProbe.Answering(run =>
        {
            asked++;
            return run.Succeed();
        }));

        bench.Maintenance.Set(TimeSpan.FromHours(1));
        await bench.Job.TickAsync(CancellationToken.None);
        var during = bench.Readings.Observe();
        bench.Maintenance.Set(TimeSpan.Zero);
        await bench.Job.TickAsync(CancellationToken.None);
        var after = bench.Readings.Observe();

        Assert.That(asked, Is.EqualTo(1));
        Assert.That(during["probe.skipped{reason=maintenance}"], Is.EqualTo(1));
        Assert.That(during["probe.requests{outcome=success}"], Is.Zero);
        Assert.That(during["probe.maintenance"], Is.EqualTo(1));
        Assert.That(after["probe.maintenance"], Is.Zero);
        Assert.That(after["probe.requests{outcome=success}"], Is.EqualTo(1));
    }

    private ProbeGate Asking(Uri url) => new(ProbeBench.Target(url), ProbeBench.Chat() with { SkipWhenBusy = true }, null, clock);
}
