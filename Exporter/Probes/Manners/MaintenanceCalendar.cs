using Exporter.Configuration;

namespace Exporter.Probes.Manners;

/// <summary>The maintenance windows of a target's configuration.</summary>
internal sealed class MaintenanceCalendar(IReadOnlyList<MaintenanceWindowConfig> windows)
{
    private readonly (MaintenanceWindowConfig Window, TimeZoneInfo Zone)[] windows =
        [.. windows.Select(static window => (window, TimeZoneInfo.FindSystemTimeZoneById(window.TimeZone)))];

    public bool IsOpen(DateTimeOffset now) => Array.Exists(windows, one => IsOpen(one.Window, one.Zone, now));

    /// <summary>A window lasts no longer than 24 hours: the one of yesterday may still be open, after a day of 23 hours even the one before.</summary>
    private static bool IsOpen(MaintenanceWindowConfig window, TimeZoneInfo zone, DateTimeOffset now)
    {
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        for (var back = 0; back <= 2; back++)
        {
            var day = today.AddDays(-back);
            var begin = MomentOf(day + window.Start, zone);
            if ((window.Days.Count == 0 || window.Days.Contains(day.DayOfWeek)) && now >= begin && now < begin + window.Duration)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>When clocks of the zone show a time: the first moment of two where they are put back, and where they are put forward over it, as if they were not.</summary>
    private static DateTimeOffset MomentOf(DateTime local, TimeZoneInfo zone) =>
        new(local, zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local));
}
