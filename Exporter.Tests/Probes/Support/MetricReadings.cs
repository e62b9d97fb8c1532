using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Exporter.Tests.Probes.Support;

/// <summary>Reads the instruments of one probe's meter the way an exposition does; keyed <c>name{label=value,…}</c>.</summary>
internal sealed class MetricReadings : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<string, double> observed = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<double>> recorded = new();
    private readonly ConcurrentDictionary<string, Instrument> instruments = new();

    /// <param name="target">Only meters with this tag are heard: tests run side by side.</param>
    public MetricReadings(string target)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "modelhost_exporter.probe" && instrument.Meter.Tags!.Contains(new("target", target)))
            {
                instruments[instrument.Name] = instrument;
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        listener.Start();
    }

    /// <summary>Trace ids that were current when histograms were recorded: what exemplars are made of.</summary>
    public ConcurrentQueue<ActivityTraceId> Traces { get; } = new();

    public IReadOnlyDictionary<string, Instrument> Instruments => instruments;

    /// <summary>Runs at each value that is recorded into a histogram, while it is recorded.</summary>
    public Action? OnRecorded { get; set; }

    /// <summary>Values recorded into histograms so far.</summary>
    public IReadOnlyDictionary<string, double[]> Recorded => recorded.ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());

    /// <summary>What the observable instruments yield now; a series that is not there has no entry.</summary>
    public IReadOnlyDictionary<string, double> Observe()
    {
        observed.Clear();
        listener.RecordObservableInstruments();
        return new Dictionary<string, double>(observed);
    }

    public void Dispose() => listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = string.Join(",", tags.ToArray().Select(tag => string.Create(CultureInfo.InvariantCulture, $"{tag.Key}={tag.Value}")));
        var key = labels.Length == 0 ? instrument.Name : $"{instrument.Name}{{{labels}}}";
        if (instrument.IsObservable)
        {
            observed[key] = value;
            return;
        }

        recorded.GetOrAdd(key, _ => new()).Enqueue(value);
        OnRecorded?.Invoke();
        if (Activity.Current is { Recorded: true } current)
        {
            Traces.Enqueue(current.TraceId);
        }
    }
}
