using Exporter.Host;
using Exporter.Host.Proc;

namespace Exporter.Tests.Host;

[TestFixture]
internal sealed class CpuClockTests
{
    [Test]
    public void A_mode_that_goes_back_holds_its_value_until_it_has_caught_up()
    {
        var clock = new CpuClock();
        clock.Advance(Times(user: 100, idle: 1000, ioWait: 50));
        Assert.That(clock.Advance(Times(user: 101, idle: 1004, ioWait: 49.9)), Is.EqualTo(Times(user: 101, idle: 1004, ioWait: 50)));
        Assert.That(clock.Advance(Times(user: 102, idle: 1003, ioWait: 49.95)), Is.EqualTo(Times(user: 102, idle: 1004, ioWait: 50)));
        Assert.That(clock.Advance(Times(user: 103, idle: 1009, ioWait: 50.1)), Is.EqualTo(Times(user: 103, idle: 1009, ioWait: 50.1)));
    }

    [Test]
    public void Counters_that_start_again_are_followed()
    {
        var clock = new CpuClock();
        clock.Advance(Times(user: 5000, idle: 90000, ioWait: 50));
        Assert.That(clock.Advance(Times(user: 3, idle: 10, ioWait: 0)), Is.EqualTo(Times(user: 3, idle: 10, ioWait: 0)));
    }

    [TestCase(100, 100, 100, 110, 0.0)]
    [TestCase(100, 100, 105, 105, 0.5)]
    [TestCase(100, 100, 110, 100, 1.0)]
    public void Utilization_is_the_busy_share_of_the_time_between(double user, double idle, double laterUser, double laterIdle, double expected) =>
        Assert.That(CpuClock.Utilization(Times(user, idle, 0), Times(laterUser, laterIdle, 0)), Is.EqualTo(expected));

    [Test]
    public void Waiting_for_a_disk_is_not_busy() =>
        Assert.That(CpuClock.Utilization(Times(10, 10, 10), Times(11, 11, 12)), Is.EqualTo(0.25));

    [Test]
    public void Utilization_without_time_between_is_unknown() =>
        Assert.That(CpuClock.Utilization(Times(1, 1, 1), Times(1, 1, 1)), Is.Null);

    private static CpuTimes Times(double user, double idle, double ioWait) => new() { UserSeconds = user, IdleSeconds = idle, IoWaitSeconds = ioWait };
}
