using Exporter.Tests.Support;
using static Exporter.Tests.EndToEnd.Configs;

namespace Exporter.Tests.EndToEnd;

[Category("EndToEnd")]
internal sealed class SystemdTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    [Test]
    public async Task The_service_manager_is_told_every_step_of_a_life()
    {
        using var folder = new TemporaryFolder();
        await using var manager = new ServiceManagerSocket(folder.PathOf("notify"));
        await using var daemon = await StartAsync(manager, ("WATCHDOG_USEC", "400000"));

        await manager.InOrderAsync(Bound, "READY=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1");
        Assert.That(manager.Messages.Count(IsReady), Is.EqualTo(1), "ready once");

        daemon.Process.Send(Signal.Hangup);
        await manager.InOrderAsync(Bound, "READY=1", "RELOADING=1", "READY=1");
        AssertReloadIsDated(manager.Messages.Single(m => m.Contains("RELOADING=1", StringComparison.Ordinal)));

        daemon.Process.Send(Signal.Terminate);
        var outcome = await daemon.Process.ExitAsync(Bound);
        await manager.InOrderAsync(Bound, "READY=1", "RELOADING=1", "READY=1", "STOPPING=1");
        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
    }

    [Test]
    public async Task A_refused_reload_ends_in_ready_too()
    {
        using var folder = new TemporaryFolder();
        await using var manager = new ServiceManagerSocket(folder.PathOf("notify"));
        await using var daemon = await StartAsync(manager);

        await manager.InOrderAsync(Bound, "READY=1");
        daemon.Edit("typo: 1\n");
        daemon.Process.Send(Signal.Hangup);

        await manager.InOrderAsync(Bound, "READY=1", "RELOADING=1", "READY=1");
    }

    [Test]
    public async Task An_abstract_socket_is_told_as_well()
    {
        await using var manager = new ServiceManagerSocket(Invariant($"@modelhost-exporter-test-{Environment.ProcessId}-{Random.Shared.Next()}"));
        await using var daemon = await StartAsync(manager);

        await manager.InOrderAsync(Bound, "READY=1");
        Assert.That(manager.Messages, Has.None.Contains("WATCHDOG=1"), "nobody asked for a watchdog");
    }

    [Test]
    public async Task Signs_of_life_meant_for_another_process_are_not_given()
    {
        using var folder = new TemporaryFolder();
        await using var manager = new ServiceManagerSocket(folder.PathOf("notify"));
        await using var daemon = await StartAsync(manager, ("WATCHDOG_USEC", "2000"), ("WATCHDOG_PID", "1"));

        // A reload takes many of its milliseconds.
        await manager.InOrderAsync(Bound, "READY=1");
        daemon.Process.Send(Signal.Hangup);
        await manager.InOrderAsync(Bound, "READY=1", "RELOADING=1", "READY=1");
        Assert.That(manager.Messages, Has.None.Contains("WATCHDOG=1"));
    }

    private static Task<DaemonProcessUnderTest> StartAsync(ServiceManagerSocket manager, params (string Name, string Value)[] variables) =>
        DaemonProcessUnderTest.StartAsync(Head, new DaemonStart
        {
            Environment = variables.Append(("NOTIFY_SOCKET", manager.Address)).ToDictionary(v => v.Item1, v => (string?)v.Item2),
        });

    private static bool IsReady(string message) => message.Split('\n').Contains("READY=1");

    private static void AssertReloadIsDated(string message)
    {
        var line = message.Split('\n').Single(l => l.StartsWith("MONOTONIC_USEC=", StringComparison.Ordinal));
        var at = TimeSpan.FromMicroseconds(long.Parse(line["MONOTONIC_USEC=".Length..], System.Globalization.CultureInfo.InvariantCulture));

        // The manager's clock is CLOCK_MONOTONIC, as is this one.
        var now = System.Diagnostics.Stopwatch.GetElapsedTime(0);
        Assert.That(now - at, Is.GreaterThanOrEqualTo(TimeSpan.Zero).And.LessThan(Bound));
    }
}
