using Exporter.Hosting.Systemd;
using Exporter.Tests.Support;

namespace Exporter.Tests.Hosting.Systemd;

internal sealed class WatchdogTests
{
    [Test]
    public async Task The_sign_of_life_is_given_while_the_check_passes_and_withheld_while_it_does_not()
    {
        var time = new ManualTimeProvider();
        var logger = new RecordingLogger();
        var address = $"@watchdog-{Guid.NewGuid():N}";
        using var manager = new NotifySocket(address);
        using var services = new ServiceManager(name => name == "NOTIFY_SOCKET" ? address : null);
        var alive = true;
        await using var watchdog = new Watchdog(services, TimeSpan.FromSeconds(30), _ => Task.FromResult(alive), time, logger);

        watchdog.Start();
        Assert.That(manager.Receive(), Is.EqualTo("WATCHDOG=1"));
        await time.WaitForTimersAsync(1);
        alive = false;
        time.Advance(TimeSpan.FromSeconds(15));
        await time.WaitForTimersAsync(1);
        alive = true;
        services.Status("after the failed check");
        Assert.That(manager.Receive(), Is.EqualTo("STATUS=after the failed check"), "the failed check sent nothing before");
        time.Advance(TimeSpan.FromSeconds(15));
        Assert.That(manager.Receive(), Is.EqualTo("WATCHDOG=1"));
        Assert.That(logger.Entries.Select(e => e.Message), Has.Exactly(1).StartsWith("No sign of life"));
    }
}
