namespace Exporter.Configuration;

/// <summary>One entry of a target's <c>maintenance</c>: a time in which nothing is probed.</summary>
internal sealed record MaintenanceWindowConfig
{
    /// <summary>Days on which it begins; empty means every day.</summary>
    public ValueList<DayOfWeek> Days { get; init; } = ValueList<DayOfWeek>.Empty;

    /// <summary>Time of day at which it begins, from 00:00 to 23:59, as clocks show it in <see cref="TimeZone"/>.</summary>
    public required TimeSpan Start { get; init; }

    /// <summary>1 min to 24 h, as it passes; it may reach into the next day.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Name in the time zone database, one that this system knows; default <c>UTC</c>.</summary>
    public string TimeZone { get; init; } = "UTC";
}
