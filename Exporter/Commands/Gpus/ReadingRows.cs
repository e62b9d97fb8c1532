using System.Globalization;
using Exporter.Gpu;
using Exporter.Gpu.Metrics;
using Exporter.Gpu.Processes;
using Exporter.Gpu.Readings;
using Exporter.Nvml;
using Exporter.Nvml.Native;

namespace Exporter.Commands.Gpus;

/// <summary>Every series that a card has, and every one that it lacks with the reason, in the order of the catalogue.</summary>
internal static class ReadingRows
{
    /// <summary>Batches of fields are numbered from the top; an answer to the batch as a whole stands for every field of it.</summary>
    private const uint FirstBatch = uint.MaxValue - 16;

    public static IReadOnlyList<ReadingRow> Of(InspectedCard card, IReadOnlyList<NvmlCall> calls)
    {
        var own = calls.Where(call => call.Gpu == card.Index).ToList();
        var (before, after) = (View(card, card.Before), View(card, card.After));
        return [.. GpuMetricCatalog.Rows.Where(metric => !ReadingSources.CountedByTheDaemon.Contains(metric.Name)).SelectMany(metric => Of(metric, before, after, card.Between, own))];
    }

    private static IEnumerable<ReadingRow> Of(GpuMetric metric, GpuView before, GpuView after, TimeSpan between, List<NvmlCall> calls)
    {
        var earlier = metric.Points(before).ToDictionary(point => (Labels(point), point.Instance?.Uuid), point => point.Value);
        var points = metric.Points(after).ToList();
        var unit = metric is { Kind: GpuMetricKind.UpDownCounter, Unit: "1" } ? "" : metric.Unit;
        foreach (var point in points)
        {
            double? perSecond = metric.Kind is GpuMetricKind.Counter && earlier.TryGetValue((Labels(point), point.Instance?.Uuid), out var first)
                ? (point.Value - first) / between.TotalSeconds
                : null;
            yield return new ReadingRow(metric.Name, point.Instance is { } part ? $"{part.Uuid} {Labels(point)}".TrimEnd() : Labels(point), unit, point.Value, perSecond, null);
        }

        foreach (var source in ReadingSources.All.Where(source => source.Metric == metric.Name))
        {
            if (source.Labels is null ? points.Count == 0 : !points.Exists(point => point.Instance is null && Labels(point) == source.Labels))
            {
                yield return new ReadingRow(metric.Name, source.Labels ?? "", unit, null, null, Why(source, calls));
            }
        }
    }

    private static string Why(ReadingSource source, List<NvmlCall> calls) => string.Join(", ", source.Calls.Select(call => $"{call}: {Answer(call, calls)}"));

    /// <summary>The last answer that was no success. One that succeeded may still lack the value, as a card has no fans, or have it in a type that is not believed.</summary>
    private static string Answer(string asked, List<NvmlCall> calls)
    {
        var (function, which) = Split(asked);
        var answers = calls.FindAll(call => call.Function == function && (which is null || call.Which == which || (call.Which >= FirstBatch && call.Code != NvmlReturn.Success)));
        var refusal = answers.FindLastIndex(call => call.Code != NvmlReturn.Success);
        return answers.Count == 0 ? "not asked" : refusal < 0 ? "answered, without this" : answers[refusal].Code.Name();
    }

    private static (string Function, uint? Which) Split(string asked)
    {
        var at = asked.IndexOf('(', StringComparison.Ordinal);
        return at < 0 ? (asked, null) : (asked[..at], uint.Parse(asked.AsSpan(at + 1, asked.Length - at - 2), CultureInfo.InvariantCulture));
    }

    private static GpuView View(InspectedCard card, GpuReadResult result) => new()
    {
        Index = card.Index,
        Identity = result.Identity,
        Snapshot = GpuSnapshot.Of(result, new KnownOwners(NoProcessOwners.Instance), 0, TimeSpan.MaxValue),
    };

    private static string Labels(GpuPoint point) => string.Join(' ', point.LabelValues.OfType<string>());
}
