namespace Exporter.Configuration;

/// <summary>One entry of a target's <c>maintenance</c>: a time in UTC in which nothing is probed.</summary>
internal sealed record MaintenanceWindowConfig
{
    /// <summary>Days on which it begins, Monday first; empty means every day.</summary>
    public ValueList<DayOfWeek> Days { get; init; } = ValueList<DayOfWeek>.Empty;

    /// <summary>Time of day at which it begins, from 00:00 to 23:59.</summary>
    public required TimeSpan Start { get; init; }

    /// <summary>1 min to 24 h; it may reach into the next day.</summary>
    public required TimeSpan Duration { get; init; }
}
