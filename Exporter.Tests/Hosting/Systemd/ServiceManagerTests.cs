using System.Globalization;
using Exporter.Hosting.Systemd;

namespace Exporter.Tests.Hosting.Systemd;

internal sealed class ServiceManagerTests
{
    private static readonly string[] Addresses =
    [
        Path.Combine(Path.GetTempPath(), $"notify-{Guid.NewGuid():N}"),
        $"@notify-{Guid.NewGuid():N}",
    ];

    [TestCaseSource(nameof(Addresses))]
    public void Every_state_reaches_the_manager_through_a_path_and_an_abstract_socket(string address)
    {
        using var manager = new NotifySocket(address);
        using var services = new ServiceManager(Environment(("NOTIFY_SOCKET", address)));

        services.Ready("serving");
        Assert.That(manager.Receive(), Is.EqualTo("READY=1\nSTATUS=serving"));
        services.Reloading();
        Assert.That(manager.Receive(), Does.Match("^RELOADING=1\nMONOTONIC_USEC=[0-9]+$"));
        services.Watchdog();
        Assert.That(manager.Receive(), Is.EqualTo("WATCHDOG=1"));
        services.Stopping();
        Assert.That(manager.Receive(), Is.EqualTo("STOPPING=1"));
    }

    [Test]
    public void Without_a_manager_nothing_is_sent_and_nothing_fails()
    {
        using var services = new ServiceManager(Environment());
        Assert.That(() => services.Ready("serving"), Throws.Nothing);
        Assert.That(services.WatchdogInterval, Is.Null);
    }

    [Test]
    public void A_manager_that_is_gone_is_no_error()
    {
        using var services = new ServiceManager(Environment(("NOTIFY_SOCKET", "/nonexistent/notify")));
        Assert.That(services.Stopping, Throws.Nothing);
    }

    [Test]
    public void An_address_that_no_socket_can_have_is_nobodys()
    {
        using var services = new ServiceManager(Environment(("NOTIFY_SOCKET", "/" + new string('n', 107))));
        Assert.That(() => services.Ready("serving"), Throws.Nothing);
    }

    [TestCase("30000000", null, 30.0)]
    [TestCase("9000000000000000000", null, 86_400.0)]
    [TestCase("500000", "own", 0.5)]
    [TestCase("30000000", "1", null)]
    [TestCase("0", null, null)]
    [TestCase("soon", null, null)]
    public void The_watchdog_interval_is_that_of_this_process(string microseconds, string? pid, double? seconds)
    {
        var own = System.Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        using var services = new ServiceManager(Environment(("WATCHDOG_USEC", microseconds), ("WATCHDOG_PID", pid == "own" ? own : pid)));
        Assert.That(services.WatchdogInterval?.TotalSeconds, Is.EqualTo(seconds));
    }

    private static Func<string, string?> Environment(params (string Name, string? Value)[] variables) =>
        name => variables.FirstOrDefault(v => v.Name == name).Value;
}
