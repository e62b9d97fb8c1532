using System.Diagnostics.Metrics;
using System.Globalization;

namespace Exporter.Tests.Gpu.Metrics;

/// <summary>Listens to one meter and writes down what its observable instruments say.</summary>
internal sealed class ObservedMeter : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly List<Instrument> instruments = [];
    private readonly List<string> series = [];

    public ObservedMeter(Meter meter)
    {
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter == meter)
            {
                instruments.Add(instrument);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
    }

    public IReadOnlyList<Instrument> Instruments => instruments;

    /// <summary>Observes everything once: <c>name{label="value",…} value</c>, in the order of the instruments.</summary>
    public IReadOnlyList<string> Observe()
    {
        series.Clear();
        listener.RecordObservableInstruments();
        return [.. series];
    }

    public void Dispose() => listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new List<string>();
        foreach (var (name, label) in tags)
        {
            labels.Add($"{name}=\"{label}\"");
        }

        series.Add(string.Create(CultureInfo.InvariantCulture, $"{instrument.Name}{{{string.Join(",", labels)}}} {value}"));
    }
}
