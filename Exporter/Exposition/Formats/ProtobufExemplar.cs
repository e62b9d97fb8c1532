using Exporter.Exposition.Collection;

namespace Exporter.Exposition.Formats;

/// <summary>Exemplars and timestamps in protobuf.</summary>
internal static class ProtobufExemplar
{
    private const long TicksPerSecond = TimeSpan.TicksPerSecond;
    private const int NanosecondsPerTick = 100;

    /// <summary>Writes nothing for an absent exemplar.</summary>
    public static void Write(Utf8Buffer output, int field, in ExemplarValue exemplar)
    {
        if (!exemplar.IsPresent)
        {
            return;
        }

        var message = ProtobufMessage.Begin(output, field);
        ProtobufLabels.Append(output, ExemplarValue.TraceIdLabel, exemplar.TraceId.ToHexString());
        ProtobufLabels.Append(output, ExemplarValue.SpanIdLabel, exemplar.SpanId.ToHexString());
        ProtobufMessage.Double(output, MetricFields.ExemplarNumber, exemplar.Value);
        WriteTimestamp(output, MetricFields.ExemplarTimestamp, exemplar.Timestamp);
        ProtobufMessage.End(output, message);
    }

    public static void WriteTimestamp(Utf8Buffer output, int field, DateTimeOffset time)
    {
        var ticks = time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        var seconds = Math.DivRem(ticks, TicksPerSecond, out var rest);
        var message = ProtobufMessage.Begin(output, field);
        ProtobufMessage.Int64(output, MetricFields.Seconds, seconds);
        ProtobufMessage.Int64(output, MetricFields.Nanos, rest * NanosecondsPerTick);
        ProtobufMessage.End(output, message);
    }
}
