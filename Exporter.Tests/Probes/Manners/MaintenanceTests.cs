using Exporter.Configuration;
using Exporter.Probes.Manners;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Manners;

[TestFixture]
internal sealed class MaintenanceTests
{
    // 21 November 2026 is a Saturday.
    [TestCase("2026-11-21T21:59:59Z", false)]
    [TestCase("2026-11-21T22:00:00Z", true)]
    [TestCase("2026-11-22T01:59:59Z", true, Description = "Sunday, still that of Saturday")]
    [TestCase("2026-11-22T02:00:00Z", false)]
    [TestCase("2026-11-22T23:00:00Z", false, Description = "Sunday has none of its own")]
    [TestCase("2026-11-21T23:30:00+02:00", false, Description = "half past nine in UTC")]
    public void A_window_begins_on_its_days_and_may_reach_into_the_next(string now, bool open)
    {
        var window = new MaintenanceWindowConfig { Days = new([DayOfWeek.Saturday]), Start = TimeSpan.FromHours(22), Duration = TimeSpan.FromHours(4) };

        Assert.That(new MaintenanceCalendar([window]).IsOpen(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)), Is.EqualTo(open));
    }

    [Test]
    public void Without_days_it_is_every_day_and_without_windows_never()
    {
        var window = new MaintenanceWindowConfig { Start = TimeSpan.Zero, Duration = TimeSpan.FromHours(24) };
        var now = new DateTimeOffset(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

        Assert.That(new MaintenanceCalendar([window]).IsOpen(now), Is.True);
        Assert.That(new MaintenanceCalendar([]).IsOpen(now), Is.False);
    }

    [Test]
    public void What_a_person_began_ends_by_itself_or_at_their_word()
    {
        var clock = new ManualTimeProvider();
        var byHand = new MaintenanceSwitch(clock);

        Assert.That(byHand.IsOpen, Is.False);
        byHand.Set(TimeSpan.FromMinutes(10));
        clock.Advance(TimeSpan.FromMinutes(9));
        Assert.That(byHand.IsOpen, Is.True);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(byHand.IsOpen, Is.False);
        byHand.Set(TimeSpan.FromMinutes(10));
        byHand.Set(TimeSpan.Zero);
        Assert.That(byHand.IsOpen, Is.False);
    }
}
