using System.Globalization;
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

        Assert.That(new MaintenanceCalendar([window]).IsOpen(DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)), Is.EqualTo(open));
    }

    // Clocks in Berlin were put forward on 29 March 2026 from 02:00 to 03:00, and put back on 25 October from 03:00 to 02:00.
    [TestCase("Europe/Berlin", "01:30", 2, "2026-01-10T00:30:00Z", "2026-01-10T02:30:00Z", Description = "winter")]
    [TestCase("Europe/Berlin", "01:30", 2, "2026-07-10T23:30:00Z", "2026-07-11T01:30:00Z", Description = "summer: the same on the clock")]
    [TestCase("Europe/Berlin", "23:00", 4, "2026-03-28T22:00:00Z", "2026-03-29T02:00:00Z", Description = "four hours pass while clocks show five")]
    [TestCase("Europe/Berlin", "02:30", 1, "2026-03-29T01:30:00Z", "2026-03-29T02:30:00Z", Description = "no clock shows half past two")]
    [TestCase("Europe/Berlin", "02:30", 1, "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", Description = "the first of two")]
    [TestCase("Asia/Shanghai", "00:15", 24, "2026-11-20T16:15:00Z", "2026-11-21T16:15:00Z", Description = "its days begin in the afternoon of UTC")]
    [TestCase("America/St_Johns", "22:00", 1, "2026-11-21T01:30:00Z", "2026-11-21T02:30:00Z")]
    [TestCase("UTC", "23:30", 24, "2026-11-20T23:30:00Z", "2026-11-21T23:30:00Z")]
    public void A_window_begins_by_the_clocks_of_its_time_zone_and_lasts_as_time_passes(string zone, string start, int hours, string begin, string end)
    {
        Machine.NeedsTimeZone(zone);
        var first = DateTimeOffset.Parse(begin, CultureInfo.InvariantCulture);
        var last = DateTimeOffset.Parse(end, CultureInfo.InvariantCulture);
        var day = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(first, zone).DayOfWeek;
        var window = new MaintenanceWindowConfig { Days = new([day]), Start = TimeSpan.Parse(start, CultureInfo.InvariantCulture), Duration = TimeSpan.FromHours(hours), TimeZone = zone };
        var calendar = new MaintenanceCalendar([window]);

        var open = new[] { first.AddSeconds(-1), first, last.AddSeconds(-1), last }.Select(calendar.IsOpen);

        Assert.That(open, Is.EqualTo(new[] { false, true, true, false }));
    }

    [Test]
    public void A_window_of_a_whole_day_outlasts_the_short_day_on_which_clocks_are_put_forward()
    {
        Machine.NeedsTimeZone();
        var window = new MaintenanceWindowConfig { Days = new([DayOfWeek.Saturday]), Start = TimeSpan.FromMinutes((23 * 60) + 30), Duration = TimeSpan.FromHours(24), TimeZone = "Europe/Berlin" };

        // Saturday 23:30 is 22:30 in UTC, and a quarter past midnight on Monday is 23 hours and 45 minutes later.
        var open = new MaintenanceCalendar([window]).IsOpen(new DateTimeOffset(2026, 3, 29, 22, 15, 0, TimeSpan.Zero));

        Assert.That(open, Is.True);
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
