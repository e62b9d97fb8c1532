using System.Diagnostics.Metrics;

namespace Exporter.Probes;

/// <summary>Times by name as measurements with label <c>phase</c>; a null time has no series.</summary>
internal static class PhaseMeasurements
{
    public static IEnumerable<Measurement<double>> Of(ProbePhases? phases) => phases is null
        ? []
        : Present([("resolve", phases.Resolve), ("connect", phases.Connect), ("tls", phases.Tls), ("processing", phases.Processing), ("transfer", phases.Transfer)])
            .Select(phase => new Measurement<double>(phase.Seconds, new KeyValuePair<string, object?>("phase", phase.Name)));

    public static IEnumerable<(string Name, double Seconds)> Of(ServerDurations? durations) => durations is null
        ? []
        : Present([("queue", durations.Queue), ("prefill", durations.Prefill), ("decode", durations.Decode), ("inference", durations.Inference), ("load", durations.Load)]);

    private static IEnumerable<(string Name, double Seconds)> Present(IEnumerable<(string Name, TimeSpan? Time)> phases)
    {
        foreach (var (name, time) in phases)
        {
            if (time is { } known)
            {
                yield return (name, known.TotalSeconds);
            }
        }
    }
}
