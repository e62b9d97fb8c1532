using Exporter.Gpu.Readings;

namespace Exporter.Gpu.Metrics;

/// <summary>The shapes that rows of the catalogue have.</summary>
internal static class GpuMetricRow
{
    /// <summary>A metric with one series a GPU.</summary>
    public static GpuMetric Row(GpuMetricKind kind, string name, string unit, string description, Func<GpuReading, double?> value) =>
        Row(kind, name, unit, description, [], 1, view => view.Reading is { } reading && value(reading) is { } known ? [new GpuPoint(known)] : []);

    /// <summary>A metric with one series a GPU and one for each of its parts.</summary>
    public static GpuMetric Row(GpuMetricKind kind, string name, string unit, string description, Func<GpuReading, double?> value, Func<GpuInstance, double?> ofPart) =>
        Row(kind, name, unit, description, [], 1 + GpuInstance.MostInstances, view => WithParts(view.Reading, value, ofPart));

    /// <summary>A metric with one series for each value of one label.</summary>
    public static GpuMetric Row(GpuMetricKind kind, string name, string unit, string description, string label, params (string LabelValue, Func<GpuReading, double?> Value)[] series) =>
        Row(kind, name, unit, description, [label], series.Length, view => Each(view.Reading, series)) with { LabelValues = [.. series.Select(one => one.LabelValue)] };

    /// <summary>A metric whose series depend on more than the reading.</summary>
    public static GpuMetric Row(GpuMetricKind kind, string name, string unit, string description, IReadOnlyList<string> labels, int seriesPerGpu, Func<GpuView, IEnumerable<GpuPoint>> points) =>
        new() { Kind = kind, Name = name, Unit = unit, Description = description, Labels = labels, SeriesPerGpu = seriesPerGpu, Points = points };

    private static IEnumerable<GpuPoint> WithParts(GpuReading? reading, Func<GpuReading, double?> value, Func<GpuInstance, double?> ofPart)
    {
        if (reading is null)
        {
            yield break;
        }

        if (value(reading) is { } whole)
        {
            yield return new(whole);
        }

        for (var i = 0; i < Math.Min(reading.Instances.Count, GpuInstance.MostInstances); i++)
        {
            if (ofPart(reading.Instances[i]) is { } known)
            {
                yield return new GpuPoint(known) { Instance = reading.Instances[i] };
            }
        }
    }

    private static IEnumerable<GpuPoint> Each(GpuReading? reading, (string LabelValue, Func<GpuReading, double?> Value)[] series)
    {
        if (reading is null)
        {
            yield break;
        }

        foreach (var (labelValue, value) in series)
        {
            if (value(reading) is { } known)
            {
                yield return new(known, labelValue);
            }
        }
    }
}
