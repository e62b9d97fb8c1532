using Exporter.Probes;
using Exporter.Probes.Metrics;
using Exporter.Probes.Transport;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Transport;

/// <summary>What is our own work is no time of the server: the request is built before the clock starts, and the answer is judged after it has stopped.</summary>
[TestFixture]
internal sealed class ProbeTimeTests
{
    private static readonly TimeSpan Work = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly ManualTimeProvider clock = new();

    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    public async Task Neither_building_the_request_nor_judging_the_answer_is_measured(string answer)
    {
        await using var server = ScriptedServer.Sending(answer);
        using var transport = new HttpTransport(ProbeBench.Http());
        var run = new ProbeRun(clock);

        var result = await transport.ExchangeAsync(run, () => Build(server.Url), (message, body, token) => JudgeAsync(run, message, body, token), CancellationToken.None);

        Assert.That(result.IsSuccess, Is.True, result.Reason);
        Assert.That(result.Duration, Is.EqualTo(TimeSpan.Zero));
        Assert.That(result.Phases, Has.Property(nameof(ProbePhases.Processing)).EqualTo(TimeSpan.Zero).And.Property(nameof(ProbePhases.Transfer)).EqualTo(TimeSpan.Zero));
    }

    [Test]
    public void A_time_out_is_measured_to_its_end_whatever_was_read_before()
    {
        var run = new ProbeRun(clock);
        run.Begin();
        run.ConnectionReady();
        run.RequestWritten();
        run.HeadersReceived(200);
        run.AnswerRead();
        clock.Advance(Work);

        Assert.That(run.TimeOut(Work).Duration, Is.EqualTo(Work));
    }

    [Test]
    public void The_end_is_never_before_the_last_token()
    {
        var run = new ProbeRun(clock);
        run.Begin();
        run.HeadersReceived(200);
        run.BeginStream();
        run.AnswerRead();
        clock.Advance(Step);
        run.TokenReceived(clock.GetTimestamp(), isOutput: true);
        clock.Advance(Work);

        Assert.That(run.Succeed().Duration, Is.EqualTo(Step));
    }

    [TestCase(0, null, Description = "nothing begun")]
    [TestCase(1, "resolve")]
    [TestCase(2, "connect")]
    [TestCase(3, "tls")]
    [TestCase(4, "processing")]
    [TestCase(5, "processing")]
    [TestCase(6, null, Description = "a phase that has begun to be answered is finished, well or not")]
    public void A_failure_says_in_which_phase_it_was_and_for_how_long(int steps, string? phase)
    {
        var run = new ProbeRun(clock);
        run.Begin();
        Action[] all = [run.BeginResolve, run.BeginConnect, run.BeginTls, run.ConnectionReady, run.RequestWritten, () => run.HeadersReceived(200)];
        foreach (var step in all.Take(steps))
        {
            step();
            clock.Advance(Step);
        }

        var result = run.TimeOut(Work);

        Assert.That(result.Unfinished?.Name, Is.EqualTo(phase));
        Assert.That(PhaseMeasurements.Known(result.Phases).Aggregate(result.Unfinished?.Duration ?? TimeSpan.Zero, static (sum, one) => sum + one.Time), Is.EqualTo(result.Duration));
        Assert.That(run.Succeed().Unfinished, Is.Null);
    }

    private HttpRequestMessage Build(Uri url)
    {
        clock.Advance(Work);
        return new HttpRequestMessage(HttpMethod.Get, url);
    }

    private async Task<ProbeResult> JudgeAsync(ProbeRun run, HttpResponseMessage answer, Stream body, CancellationToken cancellationToken)
    {
        var bytes = await BoundedBody.ReadAsync(answer, body, 100, cancellationToken);
        clock.Advance(Work);
        return bytes is { Length: 2 } ? run.Succeed() : run.Fail(ProbeErrorType.Other, "the body is another one");
    }
}
