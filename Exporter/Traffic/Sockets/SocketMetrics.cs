using System.Diagnostics.Metrics;

namespace Exporter.Traffic.Sockets;

/// <summary>Publishes the connections and the accept queue of each target.</summary>
internal sealed class SocketMetrics : IDisposable
{
    public const string MeterName = "modelhost_exporter.target.sockets";

    private const int MostTargets = 1024;

    private static readonly (string State, Func<ConnectionCounts, int> Count)[] States =
    [
        ("established", c => c.Established),
        ("syn_received", c => c.SynReceived),
        ("fin_wait", c => c.FinWait),
        ("close_wait", c => c.CloseWait),
        ("closing", c => c.Closing),
        ("time_wait", c => c.TimeWait),
    ];

    private readonly Meter meter = new(MeterName);
    private readonly SocketCollection sockets;

    public SocketMetrics(SocketCollection sockets)
    {
        this.sockets = sockets;
        meter.CreateObservableGauge("target.connections", ObserveStates, "{connection}", "Connections of clients to the target's port by TCP state, without the exporter's own; those in the accept queue are established.");
        meter.CreateObservableGauge("target.accept_queue.length", () => Observe(r => r.AcceptQueueLength), "{connection}", "Clients that are connected and wait for the target to accept them, without the exporter's own.");
        meter.CreateObservableGauge("target.accept_queue.limit", () => Observe(r => r.AcceptQueueLimit), "{connection}", "How many clients may wait to be accepted before the kernel turns further ones away; absent where only /proc can be read.");
        meter.CreateObservableGauge("target.accept_queue.max", () => Observe(r => r.AcceptQueueMax), "{connection}", "The longest accept queue of the last 60 s, looked at once a second: a scrape interval of up to 60 s misses no burst.");
    }

    public static int CardinalityLimit(Instrument instrument) => instrument.Name == "target.connections" ? MostTargets * States.Length : MostTargets;

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<int>> Observe(Func<SocketReading, int?> value)
    {
        foreach (var target in sockets.Targets)
        {
            if (sockets.Find(target) is { } reading && value(reading) is { } known)
            {
                yield return new(known, new KeyValuePair<string, object?>("target", target));
            }
        }
    }

    private IEnumerable<Measurement<int>> ObserveStates()
    {
        foreach (var target in sockets.Targets)
        {
            if (sockets.Find(target) is not { } reading)
            {
                continue;
            }

            foreach (var (state, count) in States)
            {
                yield return new(count(reading.Connections), new("target", target), new("state", state));
            }
        }
    }
}
