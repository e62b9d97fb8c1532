using OpenTelemetry.Metrics;

namespace Exporter.Exposition.Collection;

/// <summary>Copies the SDK's points, which live only as long as an export, into our series.</summary>
internal sealed class PointReader
{
    private double[] bounds = new double[32];

    public static void ReadNumber(MetricType type, in MetricPoint point, Series series)
    {
        series.Value = type switch
        {
            MetricType.LongSum or MetricType.LongSumNonMonotonic => SampleValue.From(point.GetSumLong()),
            MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => SampleValue.From(point.GetSumDouble()),
            MetricType.LongGauge => SampleValue.From(point.GetGaugeLastValueLong()),
            _ => SampleValue.From(point.GetGaugeLastValueDouble()),
        };
        series.Exemplar = type is MetricType.LongSum or MetricType.DoubleSum ? NewestExemplar(point, type == MetricType.LongSum) : default;
    }

    public void ReadHistogram(in MetricPoint point, Series series, MetricFamily family)
    {
        var value = series.Histogram;
        var buckets = point.GetHistogramBuckets();
        if (value is null || !Fits(value, buckets))
        {
            value = new HistogramValue(family.Layout(BoundsOf(buckets)));
            series.Histogram = value;
        }

        var i = 0;
        long total = 0;
        foreach (var bucket in buckets)
        {
            total += bucket.BucketCount;
            value.Cumulative[i++] = total;
        }

        // A histogram without any bucket boundary has no bucket to count in.
        value.Cumulative[^1] = i == 0 ? point.GetHistogramCount() : total;
        value.Sum = point.GetHistogramSum();
        series.Created = point.StartTime;
        ReadBucketExemplars(point, value);
    }

    public static void ReadNative(in MetricPoint point, HistogramValue histogram, long generation)
    {
        var data = point.GetExponentialHistogramData();
        if (data.Scale is < NativeHistogramValue.MinSchema or > NativeHistogramValue.MaxSchema)
        {
            histogram.Native = null;
            return;
        }

        var native = histogram.Native ??= new NativeHistogramValue();
        native.Schema = data.Scale;
        native.ZeroCount = data.ZeroCount;
        native.Sum = point.GetHistogramSum();
        native.FirstIndex = data.PositiveBuckets.Offset + 1;
        native.Generation = generation;
        native.Clear();
        foreach (var count in data.PositiveBuckets)
        {
            native.Append(count);
        }

        if (point.TryGetExemplars(out var exemplars))
        {
            foreach (ref readonly var exemplar in exemplars)
            {
                Add(native.Exemplars, new ExemplarValue(exemplar.TraceId, exemplar.SpanId, exemplar.DoubleValue, exemplar.Timestamp));
            }
        }
    }

    private static void Add(List<ExemplarValue> list, ExemplarValue exemplar)
    {
        if (exemplar.IsPresent)
        {
            list.Add(exemplar);
        }
    }

    private static ExemplarValue NewestExemplar(in MetricPoint point, bool isLong)
    {
        ExemplarValue newest = default;
        if (point.TryGetExemplars(out var exemplars))
        {
            foreach (ref readonly var exemplar in exemplars)
            {
                var value = new ExemplarValue(exemplar.TraceId, exemplar.SpanId, isLong ? exemplar.LongValue : exemplar.DoubleValue, exemplar.Timestamp);
                newest = value.IsPresent && value.Timestamp >= newest.Timestamp ? value : newest;
            }
        }

        return newest;
    }

    private static bool Fits(HistogramValue value, HistogramBuckets buckets)
    {
        var i = 0;
        foreach (var bucket in buckets)
        {
            if (i >= value.Layout.Count || (i < value.Layout.Bounds.Length && !bucket.ExplicitBound.Equals(value.Layout.Bounds[i])))
            {
                return false;
            }

            i++;
        }

        return i == value.Layout.Count || (i == 0 && value.Layout.Count == 1);
    }

    private ReadOnlySpan<double> BoundsOf(HistogramBuckets buckets)
    {
        var count = 0;
        foreach (var bucket in buckets)
        {
            if (count == bounds.Length)
            {
                Array.Resize(ref bounds, bounds.Length * 2);
            }

            bounds[count++] = bucket.ExplicitBound;
        }

        return bounds.AsSpan(0, Math.Max(0, count - 1));
    }

    private static void ReadBucketExemplars(in MetricPoint point, HistogramValue value)
    {
        if (value.Exemplars is not null)
        {
            Array.Clear(value.Exemplars);
        }

        if (!point.TryGetExemplars(out var exemplars))
        {
            return;
        }

        foreach (ref readonly var exemplar in exemplars)
        {
            var taken = new ExemplarValue(exemplar.TraceId, exemplar.SpanId, exemplar.DoubleValue, exemplar.Timestamp);
            if (!taken.IsPresent)
            {
                continue;
            }

            value.Exemplars ??= new ExemplarValue[value.Layout.Count];
            ref var slot = ref value.Exemplars[BucketOf(value.Layout.Bounds, taken.Value)];
            slot = taken.Timestamp >= slot.Timestamp ? taken : slot;
        }
    }

    private static int BucketOf(double[] bounds, double value)
    {
        if (double.IsNaN(value))
        {
            return bounds.Length;
        }

        var found = Array.BinarySearch(bounds, value);
        return found >= 0 ? found : Math.Min(~found, bounds.Length);
    }
}
