using System.Diagnostics;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Exporter.Tests.Probes;

public class ProbeJobTests
{
    [Test]
    public async Task Outcomes_are_counted()
    {
        var results = new Queue<Func<ProbeRun, ProbeResult>>(
        [
            run => run.Succeed(),
            run => run.Fail(ProbeErrorType.Assertion, "wrong"),
            run => run.Fail(ProbeErrorType.Assertion, "wrong"),
        ]);
        await using var bench = new JobBench(FakeProbe.Answering(run => results.Dequeue()(run)));

        await bench.Job.RunOnceAsync(CancellationToken.None);
        await bench.Job.RunOnceAsync(CancellationToken.None);
        await bench.Job.RunOnceAsync(CancellationToken.None);

        var seen = bench.Readings.Observe();
        Assert.Multiple(() =>
        {
            Assert.That(seen["probe.requests{outcome=success}"], Is.EqualTo(1));
            Assert.That(seen["probe.requests{outcome=invalid}"], Is.EqualTo(2));
            Assert.That(seen["probe.errors{error_type=assertion}"], Is.EqualTo(2));
            Assert.That(seen["probe.success"], Is.Zero);
        });
    }

    private static readonly TestCaseData[] TimeOuts =
    [
        new(new Action<ProbeRun>(_ => { }), "timeout timeout_connect", "time-out of 10s before it began to connect"),
        new(new Action<ProbeRun>(run => run.BeginResolve()), "timeout timeout_connect", "time-out of 10s while the name was looked up"),
        new(new Action<ProbeRun>(run => run.BeginConnect()), "timeout timeout_connect", "time-out of 10s while connecting"),
        new(new Action<ProbeRun>(run => run.BeginTls()), "timeout timeout_connect", "time-out of 10s in the TLS handshake"),
        new(new Action<ProbeRun>(run => run.RequestWritten()), "timeout timeout_total", "time-out of 10s waiting for the headers of the answer"),
        new(new Action<ProbeRun>(run => { run.ExpectsStream = true; run.RequestWritten(); }), "timeout timeout_first_token", "time-out of 10s waiting for the headers of the answer"),
        new(new Action<ProbeRun>(run => { run.ExpectsStream = true; run.HeadersReceived(200); }), "timeout timeout_first_token", "time-out of 10s waiting for the first token"),
        new(new Action<ProbeRun>(run => run.HeadersReceived(200)), "timeout timeout_total", "time-out of 10s while the answer came in"),
        new(new Action<ProbeRun>(run => { run.ExpectsStream = true; run.BeginStream(); run.TokenReceived(run.Time.GetTimestamp(), true); }), "timeout timeout_total", "time-out of 10s after 1 chunk of the answer"),
    ];

    [TestCaseSource(nameof(TimeOuts))]
    public async Task A_time_out_is_named_for_how_far_the_probe_had_come(object progress, string verdict, string reason)
    {
        await using var bench = new JobBench(new FakeProbe(async (run, token) =>
        {
            ((Action<ProbeRun>)progress)(run);
            await Task.Delay(Timeout.Infinite, token);
            return run.Succeed();
        }));

        var running = bench.Job.RunOnceAsync(CancellationToken.None);
        await bench.Clock.WaitForTimersAsync(1);
        bench.Clock.Advance(bench.Config.Timeout);
        var result = await running;

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict));
        Assert.That(result.Reason, Is.EqualTo(reason));
        Assert.That(result.Duration, Is.EqualTo(bench.Config.Timeout));
        Assert.That(bench.Readings.Observe()["probe.requests{outcome=timeout}"], Is.EqualTo(1));
    }

    [Test]
    public async Task A_stop_is_no_time_out_and_counts_nothing()
    {
        using var stop = new CancellationTokenSource();
        await using var bench = new JobBench(new FakeProbe(async (run, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return run.Succeed();
        }));

        var running = bench.Job.RunOnceAsync(stop.Token);
        await bench.Clock.WaitForTimersAsync(1);
        await stop.CancelAsync();

        Assert.That(async () => await running, Throws.InstanceOf<OperationCanceledException>());
        var seen = bench.Readings.Observe();
        Assert.That(seen.Where(series => series.Key.StartsWith("probe.requests", StringComparison.Ordinal)).Sum(series => series.Value), Is.Zero);
        Assert.That(seen["probe.in_flight"], Is.Zero);
    }

    [Test]
    public async Task A_running_probe_has_an_age()
    {
        var answer = new TaskCompletionSource();
        await using var bench = new JobBench(new FakeProbe(async (run, _) =>
        {
            await answer.Task;
            return run.Succeed();
        }));

        var running = bench.Job.RunOnceAsync(CancellationToken.None);
        bench.Clock.Advance(TimeSpan.FromSeconds(3));
        var during = bench.Readings.Observe();
        answer.SetResult();
        await running;
        var after = bench.Readings.Observe();

        Assert.That(during["probe.in_flight"], Is.EqualTo(1));
        Assert.That(during["probe.in_flight.age"], Is.EqualTo(3));
        Assert.That(after["probe.in_flight"], Is.Zero);
        Assert.That(after, Does.Not.ContainKey("probe.in_flight.age"));
    }

    [Test]
    public async Task Ticks_that_find_the_probe_before_still_running_are_counted()
    {
        var answer = new TaskCompletionSource();
        await using var bench = new JobBench(new FakeProbe(async (run, _) =>
        {
            // Deaf to its time-out, as only a bug can be.
            await answer.Task;
            return run.Succeed();
        }));
        bench.Job.Start();
        await bench.Clock.WaitForTimersAsync(1);
        bench.Clock.Advance(TimeSpan.FromSeconds(3));
        await Eventually.IsTrueAsync(() => bench.Readings.Observe()["probe.in_flight"] == 1, "the probe runs");

        bench.Clock.Advance(bench.Config.Interval * 2.5);
        Assert.That(bench.Job.IsOverdue, Is.True);
        answer.SetResult();

        await Eventually.IsTrueAsync(() => bench.Readings.Observe()["probe.skipped{reason=previous_running}"] == 2, "two ticks were skipped");
    }

    [Test]
    public async Task A_bug_is_logged_and_counted_and_kills_nothing()
    {
        await using var bench = new JobBench(FakeProbe.Answering(_ => throw new InvalidOperationException("boom")));

        var result = await bench.Job.RunOnceAsync(CancellationToken.None);
        await bench.Job.RunOnceAsync(CancellationToken.None);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error other"));
        Assert.That(result.Reason, Is.EqualTo("unexpected error in the probe: InvalidOperationException"));
        Assert.That(bench.Readings.Observe()["probe.errors{error_type=other}"], Is.EqualTo(2));
        Assert.That(bench.Log.Entries.Where(entry => entry.Level == LogLevel.Error).Select(entry => entry.Exception!.Message), Is.EqualTo(new[] { "boom", "boom" }));
    }

    [Test]
    public async Task A_failure_is_told_when_it_starts_changes_and_ends()
    {
        var next = ProbeErrorType.ConnectionRefused;
        var fails = true;
        await using var bench = new JobBench(FakeProbe.Answering(run => fails ? run.Fail(next, $"at {run.Time.GetTimestamp()}") : run.Succeed()));

        for (var i = 0; i < 6; i++)
        {
            next = i < 3 ? ProbeErrorType.ConnectionRefused : ProbeErrorType.Tls;
            fails = i < 5;
            bench.Clock.Advance(TimeSpan.FromSeconds(10));
            await bench.Job.RunOnceAsync(CancellationToken.None);
        }

        var lines = bench.Log.Entries.Where(entry => entry.Level >= LogLevel.Information).Select(entry => $"{entry.Level} {entry.Message}").ToArray();
        Assert.That(lines, Has.Length.EqualTo(3));
        Assert.That(lines[0], Does.Match(@"^Warning Probe t\d+/chat fails \(connection_refused\): at \d+$"));
        Assert.That(lines[1], Does.Match(@"^Warning Probe t\d+/chat now fails differently \(tls\): at \d+$"));
        Assert.That(lines[2], Does.Match(@"^Information Probe t\d+/chat succeeds again after 5 failures in 50 s\.$"));
    }

    [Test]
    public async Task The_trace_of_the_probe_is_its_own_and_becomes_the_exemplar()
    {
        Activity? inside = null;
        await using var bench = new JobBench(FakeProbe.Answering(run =>
        {
            inside = Activity.Current;
            return run.Succeed();
        }));
        using var outside = new Activity("a web request that started the loop").Start();

        await bench.Job.RunOnceAsync(CancellationToken.None);

        Assert.That(inside, Is.Not.Null);
        Assert.That(inside!.Recorded, Is.True);
        Assert.That(inside.ParentId, Is.Null);
        Assert.That(inside.TraceId, Is.Not.EqualTo(outside.TraceId));
        Assert.That(bench.Readings.Traces, Does.Contain(inside.TraceId));
        Assert.That(Activity.Current, Is.SameAs(outside));
    }

    [Test]
    public async Task The_trace_goes_out_with_the_request()
    {
        var request = string.Empty;
        await using var server = new ScriptedServer(async connection =>
        {
            request = await connection.ReadRequestAsync();
            await connection.AnswerAsync(200, "{}");
        });
        await using var bench = new JobBench(ProbeFactory.Create(ProbeBench.Target(server.Url), ProbeBench.Http()), ProbeBench.Http());

        await bench.Job.RunOnceAsync(CancellationToken.None);

        Assert.That(bench.Readings.Traces, Is.Not.Empty);
        Assert.That(request, Does.Match($"\r\ntraceparent: 00-{bench.Readings.Traces.First()}-[0-9a-f]{{16}}-01\r\n"));
    }

    [Test]
    public async Task It_prepares_once_and_disposes_the_probe_but_not_the_metrics()
    {
        var probe = FakeProbe.Answering(run => run.Succeed());
        await using var bench = new JobBench(probe);

        await bench.Job.RunOnceAsync(CancellationToken.None);
        await bench.Job.RunOnceAsync(CancellationToken.None);
        await bench.Job.DisposeAsync();

        Assert.That(probe.Prepared, Is.EqualTo(1));
        Assert.That(probe.IsDisposed, Is.True);
        Assert.That(bench.Readings.Observe()["probe.requests{outcome=success}"], Is.EqualTo(2), "a reload keeps the counters");
    }
}
