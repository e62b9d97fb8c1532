using System.Diagnostics.Metrics;

namespace Exporter.Web;

/// <summary>Makes the meters that Kestrel measures itself with; nobody subscribes to them unless the runtime's metrics are asked for.</summary>
internal sealed class KestrelMeters : IMeterFactory
{
    private readonly List<Meter> meters = [];

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        meters.Add(meter);
        return meter;
    }

    public void Dispose() => meters.ForEach(m => m.Dispose());
}
