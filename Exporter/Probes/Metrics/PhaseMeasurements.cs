using System.Diagnostics.Metrics;

namespace Exporter.Probes.Metrics;

/// <summary>Times by name as measurements with label <c>phase</c>; a null time has no series.</summary>
internal static class PhaseMeasurements
{
    public static IEnumerable<Measurement<double>> Of(ProbePhases? phases) =>
        Known(phases).Select(phase => new Measurement<double>(phase.Time.TotalSeconds, new KeyValuePair<string, object?>("phase", phase.Name)));

    /// <summary>The phases that were gone through, in their order.</summary>
    public static IEnumerable<(string Name, TimeSpan Time)> Known(ProbePhases? phases) => phases is null
        ? []
        : Present([("resolve", phases.Resolve), ("connect", phases.Connect), ("tls", phases.Tls), ("processing", phases.Processing), ("transfer", phases.Transfer)]);

    public static IEnumerable<(string Name, double Seconds)> Of(ServerDurations? durations) => durations is null
        ? []
        : Present([("queue", durations.Queue), ("prefill", durations.Prefill), ("decode", durations.Decode), ("inference", durations.Inference), ("load", durations.Load)])
            .Select(phase => (phase.Name, phase.Time.TotalSeconds));

    private static IEnumerable<(string Name, TimeSpan Time)> Present(IEnumerable<(string Name, TimeSpan? Time)> phases)
    {
        foreach (var (name, time) in phases)
        {
            if (time is { } known)
            {
                yield return (name, known);
            }
        }
    }
}
