using System.Diagnostics.Metrics;

namespace Exporter.Traffic.State;

/// <summary>Publishes the verdict on each target.</summary>
internal sealed class StateMetrics : IDisposable
{
    public const string MeterName = "modelhost_exporter.target.state";

    private const int MostTargets = 1024;

    private readonly Meter meter = new(MeterName);
    private readonly StateCollection states;

    public StateMetrics(StateCollection states)
    {
        this.states = states;
        meter.CreateObservableGauge("target.state", ObserveStates, null, "The verdict on the target, 1 for the state that it is in and 0 for every other: ok, saturated, stalled, loading, sleeping, down, gpu_failed or gpu_lost_context.");
        meter.CreateObservableGauge("target.up", () => Observe(s => s.IsUp is { } isUp ? (isUp ? 1 : 0) : null), null, "Whether somebody listens on the target's port, or answers there.");
        meter.CreateObservableGauge("target.load_time", () => Observe(s => s.LoadTime?.TotalSeconds), "s", "How long the last start of the target took that was watched: from its process's start, or from when it was first not ready, to its first answer to a probe.");
    }

    public static int CardinalityLimit(Instrument instrument) => instrument.Name == "target.state" ? MostTargets * TargetStateNames.All.Count : MostTargets;

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<double>> Observe(Func<TargetStanding, double?> value)
    {
        foreach (var standing in states.Standings)
        {
            if (value(standing) is { } known)
            {
                yield return new(known, new KeyValuePair<string, object?>("target", standing.Target));
            }
        }
    }

    private IEnumerable<Measurement<int>> ObserveStates()
    {
        foreach (var standing in states.Standings.Where(s => s.State is not null))
        {
            foreach (var state in TargetStateNames.All)
            {
                yield return new(state == standing.State ? 1 : 0, new("target", standing.Target), new("state", state.Label()));
            }
        }
    }
}
