using System.Globalization;
using Exporter.Configuration.Scalars;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers;

/// <summary>Reads <c>maintenance</c> of a target.</summary>
internal static class MaintenanceReader
{
    public static readonly SectionKeys Keys = new("targets[].maintenance[]", "days", "start", "duration", "time_zone");

    private static readonly Choices<DayOfWeek> Days = new(
        ("mon", DayOfWeek.Monday),
        ("tue", DayOfWeek.Tuesday),
        ("wed", DayOfWeek.Wednesday),
        ("thu", DayOfWeek.Thursday),
        ("fri", DayOfWeek.Friday),
        ("sat", DayOfWeek.Saturday),
        ("sun", DayOfWeek.Sunday));

    private static readonly Func<string, Parsed<TimeSpan>> Duration = Durations.Between(TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));

    public static ValueList<MaintenanceWindowConfig> ReadAll(Section target) =>
        new([.. target.Children("maintenance", Keys).Select(Read)]);

    private static MaintenanceWindowConfig Read(Section window) => new()
    {
        // Their order means nothing, nor does saying one twice.
        Days = new ValueList<DayOfWeek>(window.ReadList("days", Days.Parse).Distinct().Order()),
        Start = window.ReadRequired("start", TimeOfDay, TimeSpan.Zero),
        Duration = window.ReadRequired("duration", Duration, TimeSpan.Zero),
        TimeZone = window.Read("time_zone", Zone, "UTC"),
    };

    private static Parsed<string> Zone(string text) => TimeZoneInfo.TryFindSystemTimeZoneById(text, out _)
        ? Parsed<string>.Good(text)
        : Parsed<string>.Bad($"{Shown.Quoted(text)} is not in this system's time zone database (package tzdata), as Europe/Berlin or Asia/Shanghai are");

    private static Parsed<TimeSpan> TimeOfDay(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? Parsed<TimeSpan>.Good(time.ToTimeSpan())
            : Parsed<TimeSpan>.Bad($"{Shown.Quoted(text)} is not a time of day such as 02:30");
}
