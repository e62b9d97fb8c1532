using System.Diagnostics.Metrics;
using Exporter.Traffic.Logs;

namespace Exporter.Tests.Traffic.Logs.Tailing;

/// <summary>What an observable instrument of the logs says now, summed over its series.</summary>
internal sealed class MetricSum : IDisposable
{
    private readonly MeterListener listener = new();
    private long sum;

    public MetricSum(string instrument, Func<KeyValuePair<string, object?>, bool>? wanted = null)
    {
        listener.InstrumentPublished = (found, self) =>
        {
            if (found.Meter.Name == AccessLogMetrics.MeterName && found.Name == instrument)
            {
                self.EnableMeasurementEvents(found);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => sum += wanted is null || tags.ToArray().Any(wanted) ? value : 0);
        listener.Start();
    }

    public long Read()
    {
        sum = 0;
        listener.RecordObservableInstruments();
        return sum;
    }

    public void Dispose() => listener.Dispose();
}
