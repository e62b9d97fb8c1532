using Exporter.Exposition.Relay;
using Microsoft.Extensions.Logging;

namespace Exporter.Exposition.Collection;

/// <summary>Counts what is dropped, and tells the log when a drop starts and when it ends, not at every scrape. Used under the collection gate only.</summary>
/// <param name="count">Told the metric's name and how many of its series were just dropped.</param>
internal sealed class DropLedger(Action<string, long> count, ILogger logger)
{
    /// <summary>Names beyond this many are counted as <see cref="Other"/>: a label set stays closed.</summary>
    public const int MaxNames = 64;

    public const string Other = "other";

    private readonly Dictionary<(string Metric, DropReason Reason), long> active = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private long generation;

    public void BeginCollection(long newGeneration) => generation = newGeneration;

    /// <param name="metric">The label <c>metric</c> of the counter.</param>
    /// <param name="detail">What the log says beyond the reason.</param>
    public void Drop(string metric, DropReason reason, string detail, long series = 1)
    {
        if (!active.ContainsKey((metric, reason)))
        {
            Log.SeriesDropped(logger, metric, reason, detail);
        }

        active[(metric, reason)] = generation;
        count(LabelFor(metric), series);
    }

    public void EndCollection()
    {
        foreach (var (drop, last) in active)
        {
            if (last != generation)
            {
                active.Remove(drop);
                Log.SeriesNoLongerDropped(logger, drop.Metric, drop.Reason);
            }
        }
    }

    private string LabelFor(string metric)
    {
        // Relayed names come from outside, so they have one label value together.
        if (metric == RelayedGroups.DropLabel)
        {
            return metric;
        }

        if (names.Count < MaxNames)
        {
            names.Add(metric);
        }

        return names.Contains(metric) ? metric : Other;
    }
}
