using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Exporter.Host;

namespace Exporter.Tests.Host;

/// <summary>What a scrape would see of the host's meter, one line a series.</summary>
internal static class HostMeasurements
{
    /// <summary>Collects once; lines like <c>system.cpu.time counter s {cpu_mode=user} 12.5</c> in the order of the instruments.</summary>
    public static IReadOnlyList<string> Collect(HostCollection collection)
    {
        var lines = new List<string>();
        // The listener comes first: it must see no meter but this one's.
        using var listener = new MeterListener();
        using var metrics = new HostMetrics(collection);
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => lines.Add(Line(instrument, value.ToString("R", CultureInfo.InvariantCulture), tags)));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => lines.Add(Line(instrument, value.ToString(CultureInfo.InvariantCulture), tags)));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => lines.Add(Line(instrument, value.ToString(CultureInfo.InvariantCulture), tags)));
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == HostMetrics.MeterName)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.Start();
        listener.RecordObservableInstruments();
        return lines;
    }

    private static string Line(Instrument instrument, string value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = new StringBuilder(instrument.Name).Append(' ').Append(KindOf(instrument)).Append(' ').Append(instrument.Unit).Append(" {");
        for (var index = 0; index < tags.Length; index++)
        {
            line.Append(index > 0 ? "," : "").Append(tags[index].Key).Append('=').Append(tags[index].Value);
        }

        return line.Append("} ").Append(value).ToString();
    }

    private static string KindOf(Instrument instrument) => instrument switch
    {
        ObservableCounter<double> or ObservableCounter<long> => "counter",
        ObservableUpDownCounter<long> or ObservableUpDownCounter<int> => "updowncounter",
        ObservableGauge<double> => "gauge",
        _ => throw new NotSupportedException(instrument.GetType().Name),
    };
}
