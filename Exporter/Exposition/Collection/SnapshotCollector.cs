using System.Runtime.CompilerServices;
using Exporter.Exposition.Relay;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Exporter.Exposition.Collection;

/// <summary>
/// The pull exporter: turns the SDK's metrics into families that outlive the export. Used under the collection gate only.
/// </summary>
/// <remarks>Nothing is allocated for a series that was there before: streams, slots, series and label bytes are kept and found again.</remarks>
[ExportModes(ExportModes.Pull)]
internal sealed class SnapshotCollector : BaseExporter<Metric>, IPullMetricExporter
{
    /// <summary>Collections between two sweeps for families and series that nobody has any more.</summary>
    private const int SweepEvery = 64;

    private readonly ConditionalWeakTable<Metric, MetricStream> streams = [];
    private readonly PointReader reader = new();
    private readonly FamilyCatalog catalog;
    private readonly RelayedGroups relayed;
    private readonly DropLedger drops;
    private readonly Series? targetInfo;
    private readonly MetricFamily? targetFamily;
    private Exception? failure;
    private long generation;
    private bool discarding;

    /// <param name="resource">Attributes of <c>target_info</c>; empty for none.</param>
    public SnapshotCollector(IReadOnlyList<KeyValuePair<string, string>> resource, FamilyCatalog catalog, RelayedGroups relayed, DropLedger drops)
    {
        this.catalog = catalog;
        this.relayed = relayed;
        this.drops = drops;
        if (resource.Count > 0)
        {
            targetFamily = catalog.Resolve("target", FamilyType.Info, null, "Attributes of the resource that the metrics are about.")!;
            targetInfo = targetFamily.Find(LabelSet.From(resource));
            targetInfo.Value = SampleValue.From(1);
        }
    }

    /// <summary>Set by the reader that this exporter is given to.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>What the last collection found.</summary>
    public MetricSnapshot Snapshot => new(catalog.Sorted, relayed.Groups);

    /// <summary>Lines that Prometheus would make of the last collection; a histogram counts once for every bucket, sum and count.</summary>
    public long SeriesCount { get; private set; }

    /// <summary>Runs every observable callback and takes over what they said.</summary>
    /// <exception cref="InvalidOperationException">Our own code failed inside the export, or the SDK refused to collect.</exception>
    public void TakeSnapshot()
    {
        generation++;
        failure = null;
        drops.BeginCollection(generation);
        catalog.BeginCollection();
        var succeeded = Collect?.Invoke(Timeout.Infinite) ?? false;
        if (!succeeded || failure is not null)
        {
            throw new InvalidOperationException("The metrics could not be collected.", failure);
        }

        if (targetInfo is not null)
        {
            targetFamily!.TryAdd(targetInfo, generation);
        }

        relayed.Collect();
        drops.EndCollection();
        Sweep();
        SeriesCount = CountSeries();
    }

    /// <summary>Runs a collection whose result nobody sees: the SDK exports the instruments of a disposed meter once more, and this is that once.</summary>
    public void Discard()
    {
        discarding = true;
        try
        {
            Collect?.Invoke(Timeout.Infinite);
        }
        finally
        {
            discarding = false;
        }
    }

    /// <summary>Whatever the SDK still collects while it shuts down is not for us.</summary>
    public void EndCollections() => discarding = true;

    public override ExportResult Export(in Batch<Metric> batch)
    {
        if (discarding)
        {
            return ExportResult.Success;
        }

        try
        {
            var hasNative = false;
            foreach (var metric in batch)
            {
                if (metric.MetricType == MetricType.ExponentialHistogram)
                {
                    hasNative = true;
                }
                else
                {
                    Take(metric);
                }
            }

            if (hasNative)
            {
                TakeNative(batch);
            }

            return ExportResult.Success;
        }
#pragma warning disable CA1031 // The SDK would swallow it; the scrape must say that it failed.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            failure = bug;
            return ExportResult.Failure;
        }
    }

    private void Take(Metric metric)
    {
        var stream = streams.GetValue(metric, static m => new MetricStream(m));
        var family = stream.Family(catalog);
        stream.BeginPoints();
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (family is null)
            {
                drops.Drop(stream.Name, DropReason.ConflictingFamily, metric.MeterName);
                continue;
            }

            var slot = stream.Find(point);
            if (slot.Series is null)
            {
                drops.Drop(stream.Name, slot.Refusal!.Value, metric.MeterName);
            }
            else if (family.TryAdd(slot.Series, generation))
            {
                TakeValue(metric.MetricType, point, slot.Series, family);
            }
            else
            {
                drops.Drop(stream.Name, DropReason.DuplicateSeries, slot.Series.Labels.ToString());
            }
        }
    }

    private void TakeValue(MetricType type, in MetricPoint point, Series series, MetricFamily family)
    {
        if (type == MetricType.Histogram)
        {
            reader.ReadHistogram(point, series, family);
        }
        else
        {
            PointReader.ReadNumber(type, point, series);
        }
    }

    /// <summary>The second view of each histogram, which only adds to the first. It may stand before it in the batch: the SDK reuses the places of disposed instruments.</summary>
    private void TakeNative(in Batch<Metric> batch)
    {
        foreach (var metric in batch)
        {
            if (metric.MetricType != MetricType.ExponentialHistogram)
            {
                continue;
            }

            var stream = streams.GetValue(metric, static m => new MetricStream(m));
            if (stream.Family(catalog) is null)
            {
                continue;
            }

            stream.BeginPoints();
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                // What was dropped of the first view has been counted there.
                if (stream.Find(point).Series is { Histogram: { } histogram } series && series.Generation == generation && histogram.Native?.Generation != generation)
                {
                    PointReader.ReadNative(point, histogram, generation);
                }
            }
        }
    }

    private void Sweep()
    {
        if (generation % SweepEvery == 0)
        {
            catalog.Forget(generation - (SweepEvery / 2));
        }
    }

    private long CountSeries()
    {
        long count = 0;
        foreach (var family in catalog.Sorted)
        {
            foreach (var series in family.Live)
            {
                count += series.Histogram is { } histogram ? histogram.Layout.Count + 2 : 1;
            }
        }

        foreach (var group in relayed.Groups)
        {
            count += group.Samples.Count;
        }

        return count;
    }
}
