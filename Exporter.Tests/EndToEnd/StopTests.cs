using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Exporter.Tests.Support;

namespace Exporter.Tests.EndToEnd;

[Category("EndToEnd")]
internal sealed class StopTests
{
    private static readonly TimeSpan StopBound = TimeSpan.FromSeconds(3);

    [TestCase(Signal.Terminate)]
    [TestCase(Signal.Interrupt)]
    public async Task A_signal_ends_with_0_within_the_bound_even_while_a_probe_hangs(Signal signal)
    {
        using var hung = new SilentServer();

        // What a script starts in its background, such as a test run, has SIGINT ignored.
        var start = new DaemonStart { Launcher = ["env", "--default-signal=INT"] };
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.With(Configs.Health("hung", hung.Address, "1m", "59s")), start);
        await daemon.ScrapeUntilAsync(s => s.Find("probe_in_flight", ("target", "hung")) == 1, TimeSpan.FromSeconds(10), "the probe hangs");

        var sent = Stopwatch.GetTimestamp();
        daemon.Process.Send(signal);
        var outcome = await daemon.Process.ExitAsync(StopBound);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
            Assert.That(Stopwatch.GetElapsedTime(sent), Is.LessThan(StopBound));
            Assert.That(outcome.Error, Does.Not.Contain("level=error"));
        }
    }

    [Test]
    public async Task A_client_that_holds_a_request_open_does_not_hold_up_the_end()
    {
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.Head);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, daemon.Metrics.Port);
        await client.GetStream().WriteAsync("GET /metrics HTTP/1.1\r\nHost: a\r\n"u8.ToArray());

        daemon.Process.Send(Signal.Terminate);
        var outcome = await daemon.Process.ExitAsync(TimeSpan.FromSeconds(10));

        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
    }

    [Test]
    public async Task A_second_signal_while_stopping_changes_nothing()
    {
        using var hung = new SilentServer();
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.With(Configs.Health("hung", hung.Address, "1m", "59s")));

        daemon.Process.Send(Signal.Terminate);
        daemon.Process.Send(Signal.Interrupt);
        daemon.Process.Send(Signal.Hangup);
        var outcome = await daemon.Process.ExitAsync(StopBound);

        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
    }
}
