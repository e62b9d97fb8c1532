using Exporter.Configuration.Scalars;
using Exporter.Configuration.Traffic;

namespace Exporter.Configuration.Readers.Traffic;

/// <summary>Reads <c>state</c> of a target.</summary>
internal static class StateReader
{
    public static readonly SectionKeys Keys = new("targets[].state", "hold", "stalled_after");

    private static readonly Func<string, Parsed<TimeSpan>> Hold = Durations.Between(TimeSpan.Zero, TimeSpan.FromMinutes(10));
    private static readonly Func<string, Parsed<TimeSpan>> StalledAfter = Durations.Between(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1));

    public static StateConfig Read(Section? state)
    {
        var defaults = new StateConfig();
        return state is null ? defaults : new StateConfig
        {
            Hold = state.Read("hold", Hold, defaults.Hold),
            StalledAfter = state.Read("stalled_after", StalledAfter, defaults.StalledAfter),
        };
    }
}
