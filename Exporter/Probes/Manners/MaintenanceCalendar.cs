using Exporter.Configuration;

namespace Exporter.Probes.Manners;

/// <summary>The maintenance windows of a target's configuration.</summary>
internal sealed class MaintenanceCalendar(IReadOnlyList<MaintenanceWindowConfig> windows)
{
    public bool IsOpen(DateTimeOffset now) => windows.Any(window => IsOpen(window, now.UtcDateTime));

    /// <summary>A window is no longer than a day: the one of yesterday may still be open.</summary>
    private static bool IsOpen(MaintenanceWindowConfig window, DateTime now) =>
        Covers(window, now.Date, now) || Covers(window, now.Date.AddDays(-1), now);

    private static bool Covers(MaintenanceWindowConfig window, DateTime day, DateTime now)
    {
        var begin = day + window.Start;
        return (window.Days.Count == 0 || window.Days.Contains(day.DayOfWeek)) && now >= begin && now < begin + window.Duration;
    }
}
