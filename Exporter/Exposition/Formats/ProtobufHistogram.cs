using Exporter.Exposition.Collection;

namespace Exporter.Exposition.Formats;

/// <summary>A histogram in protobuf: classic buckets, and beside them the native ones where there are any.</summary>
internal static class ProtobufHistogram
{
    /// <summary>Empty buckets between two populated ones that still cost less inside a span than a span of their own.</summary>
    private const int MaxGapInsideSpan = 2;

    public static void Write(HistogramValue histogram, DateTimeOffset? created, Utf8Buffer output)
    {
        var native = histogram.Native;
        var message = ProtobufMessage.Begin(output, MetricFields.Histogram);

        // The two views are read a moment apart. Prometheus refuses a native histogram whose buckets do not add up to the
        // count, so the count is theirs, and no classic bucket says more.
        ProtobufMessage.UInt64(output, MetricFields.SampleCount, (ulong)(native?.Count ?? histogram.Count));
        ProtobufMessage.Double(output, MetricFields.SampleSum, native?.Sum ?? histogram.Sum);
        WriteBuckets(histogram, native?.Count ?? histogram.Count, output);
        if (native is not null)
        {
            WriteNative(native, output);
        }

        if (created is { } start)
        {
            ProtobufExemplar.WriteTimestamp(output, MetricFields.Created, start);
        }

        if (native is not null)
        {
            foreach (var exemplar in native.Exemplars)
            {
                ProtobufExemplar.Write(output, MetricFields.NativeExemplar, exemplar);
            }
        }

        ProtobufMessage.End(output, message);
    }

    private static void WriteBuckets(HistogramValue histogram, long total, Utf8Buffer output)
    {
        var layout = histogram.Layout;
        for (var i = 0; i < layout.Count; i++)
        {
            var isLast = i == layout.Bounds.Length;
            var bucket = ProtobufMessage.Begin(output, MetricFields.Bucket);
            ProtobufMessage.UInt64(output, MetricFields.CumulativeCount, (ulong)(isLast ? total : Math.Min(total, histogram.Cumulative[i])));
            ProtobufMessage.Double(output, MetricFields.UpperBound, isLast ? double.PositiveInfinity : layout.Bounds[i]);
            if (histogram.Exemplars is { } exemplars)
            {
                ProtobufExemplar.Write(output, MetricFields.BucketExemplar, exemplars[i]);
            }

            ProtobufMessage.End(output, bucket);
        }
    }

    private static void WriteNative(NativeHistogramValue native, Utf8Buffer output)
    {
        ProtobufMessage.ZigZag(output, MetricFields.Schema, native.Schema);
        ProtobufMessage.Double(output, MetricFields.ZeroThreshold, NativeHistogramValue.ZeroThreshold);
        ProtobufMessage.UInt64(output, MetricFields.ZeroCount, (ulong)native.ZeroCount);
        WriteSpans(native, output);
        WriteDeltas(native, output);
    }

    private static void WriteSpans(NativeHistogramValue native, Utf8Buffer output)
    {
        var counts = native.Counts;
        var previousEnd = 0;
        for (var (start, end) = NextSpan(counts, 0); start < counts.Length; (start, end) = NextSpan(counts, end))
        {
            // The first span's offset is an index; every later one counts from the end of the span before.
            var index = native.FirstIndex + start;
            var span = ProtobufMessage.Begin(output, MetricFields.PositiveSpan);
            ProtobufMessage.ZigZag(output, MetricFields.SpanOffset, index - previousEnd);
            ProtobufMessage.UInt64(output, MetricFields.SpanLength, (ulong)(end - start));
            ProtobufMessage.End(output, span);
            previousEnd = native.FirstIndex + end;
        }
    }

    /// <summary>Each bucket of a span as the difference to the bucket before it, over all spans.</summary>
    private static void WriteDeltas(NativeHistogramValue native, Utf8Buffer output)
    {
        var counts = native.Counts;
        long previous = 0;
        for (var (start, end) = NextSpan(counts, 0); start < counts.Length; (start, end) = NextSpan(counts, end))
        {
            for (var i = start; i < end; i++)
            {
                ProtobufMessage.ZigZag(output, MetricFields.PositiveDelta, counts[i] - previous);
                previous = counts[i];
            }
        }
    }

    /// <summary>The next run of buckets worth a span, from <paramref name="from"/> on; starts at the length when there is none.</summary>
    private static (int Start, int End) NextSpan(ReadOnlySpan<long> counts, int from)
    {
        var start = from;
        while (start < counts.Length && counts[start] == 0)
        {
            start++;
        }

        var end = start;
        for (var i = start; i < counts.Length && i - end <= MaxGapInsideSpan; i++)
        {
            if (counts[i] != 0)
            {
                end = i + 1;
            }
        }

        return (start, end);
    }
}
