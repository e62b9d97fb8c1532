using Exporter.Exposition.Collection;
using Exporter.Exposition.Relay;

namespace Exporter.Exposition.Formats;

/// <summary>Delimited <c>io.prometheus.client.MetricFamily</c> messages. Where native histograms are on, one message carries the classic and the native buckets.</summary>
internal sealed class ProtobufWriter : IExpositionWriter
{
    private enum WireType
    {
        Counter = 0,
        Gauge = 1,
        Untyped = 3,
        Histogram = 4,
    }

    public void Write(MetricSnapshot snapshot, Utf8Buffer output)
    {
        foreach (var family in snapshot.Families)
        {
            if (family.Live.IsEmpty)
            {
                continue;
            }

            var message = BeginFamily(output, family.Name, family.Help, TypeOf(family.Type));
            foreach (var series in family.Live)
            {
                WriteSeries(family.Type, series, output);
            }

            EndFamily(output, message, family.Unit);
        }

        foreach (var group in snapshot.Relayed)
        {
            WriteRelayed(group, output);
        }
    }

    private static void WriteSeries(FamilyType type, Series series, Utf8Buffer output)
    {
        var metric = BeginMetric(output, series.Labels);
        if (series.Histogram is { } histogram)
        {
            ProtobufHistogram.Write(histogram, series.Created, output);
        }
        else
        {
            WriteNumber(TypeOf(type), series.Value.Number, series.Exemplar, output);
        }

        ProtobufMessage.End(output, metric);
    }

    private static void WriteNumber(WireType type, double value, in ExemplarValue exemplar, Utf8Buffer output)
    {
        var field = type switch
        {
            WireType.Gauge => MetricFields.Gauge,
            WireType.Counter => MetricFields.Counter,
            WireType.Untyped => MetricFields.Untyped,
            WireType.Histogram => throw new InvalidOperationException("A histogram is not a number."),
        };
        var message = ProtobufMessage.Begin(output, field);
        ProtobufMessage.Double(output, MetricFields.Value, value);
        if (type == WireType.Counter)
        {
            ProtobufExemplar.Write(output, MetricFields.CounterExemplar, exemplar);
        }

        ProtobufMessage.End(output, message);
    }

    private static void WriteRelayed(RelayedGroup group, Utf8Buffer output)
    {
        var type = group.IsPlain ? group.Type == RelayedType.Counter ? WireType.Counter : WireType.Gauge : WireType.Untyped;
        foreach (var samples in group.BySampleName)
        {
            var family = BeginFamily(output, samples.Key, group.Help, type);
            foreach (var sample in samples)
            {
                var metric = BeginMetric(output, sample.Labels);
                WriteNumber(type, sample.Value, default, output);
                ProtobufMessage.End(output, metric);
            }

            EndFamily(output, family, null);
        }
    }

    private static int BeginFamily(Utf8Buffer output, string name, string help, WireType type)
    {
        var message = ProtobufMessage.BeginDelimited(output);
        ProtobufMessage.Text(output, MetricFields.FamilyName, name);
        if (help.Length > 0)
        {
            ProtobufMessage.Text(output, MetricFields.FamilyHelp, help);
        }

        ProtobufMessage.UInt64(output, MetricFields.FamilyType, (ulong)type);
        return message;
    }

    private static void EndFamily(Utf8Buffer output, int message, string? unit)
    {
        if (unit is not null)
        {
            ProtobufMessage.Text(output, MetricFields.FamilyUnit, unit);
        }

        ProtobufMessage.End(output, message);
    }

    private static int BeginMetric(Utf8Buffer output, LabelSet labels)
    {
        var metric = ProtobufMessage.Begin(output, MetricFields.FamilyMetric);
        output.Append(labels.Protobuf);
        return metric;
    }

    private static WireType TypeOf(FamilyType type) => type switch
    {
        FamilyType.Counter => WireType.Counter,
        FamilyType.Histogram => WireType.Histogram,
        FamilyType.Gauge or FamilyType.Info => WireType.Gauge,
    };
}
