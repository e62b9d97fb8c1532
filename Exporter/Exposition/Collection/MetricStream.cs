using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Exporter.Exposition.Collection;

/// <summary>What we keep for one <see cref="Metric"/> of the SDK between collections: its family and the series of its points.</summary>
internal sealed class MetricStream
{
    private const string OverflowTag = "otel.metric.overflow";

    private readonly KeyValuePair<string, string>[] meterTags;
    private readonly List<PointSlot> slots = [];
    private readonly string baseName;
    private readonly string? unit;
    private readonly string description;
    private MetricFamily? family;
    private int cursor;

    public MetricStream(Metric metric)
    {
        Type = TypeOf(metric.MetricType);
        unit = MetricName.UnitWord(metric.Unit, metric.MetricType.IsGauge());
        baseName = MetricName.Base(metric.Name, unit, Type == FamilyType.Counter);
        Name = MetricName.Sample(baseName, Type == FamilyType.Counter);
        description = metric.Description;
        meterTags = metric.MeterTags is null ? [] : [.. metric.MeterTags.Select(t => KeyValuePair.Create(t.Key, LabelValue.Of(t.Value)))];
    }

    public FamilyType Type { get; }

    /// <summary>The exposed name.</summary>
    public string Name { get; }

    /// <summary>Where the points go; null while another family has the name.</summary>
    public MetricFamily? Family(FamilyCatalog catalog)
    {
        if (family is null or { IsForgotten: true })
        {
            family = catalog.Resolve(baseName, Type, unit, description);
            slots.Clear();
        }

        return family;
    }

    /// <summary>To be called before the points of a collection are looked up, which must be in the SDK's order.</summary>
    public void BeginPoints() => cursor = 0;

    /// <summary>The slot of a point, made at first sight.</summary>
    public PointSlot Find(in MetricPoint point)
    {
        // The SDK hands out points in the order of their birth, so the next one is nearly always the next slot.
        for (var i = 0; i < slots.Count; i++)
        {
            var at = cursor + i < slots.Count ? cursor + i : cursor + i - slots.Count;
            if (slots[at].Matches(point.Tags))
            {
                cursor = at + 1;
                return Refreshed(slots[at]);
            }
        }

        var added = NewSlot(point.Tags);
        slots.Insert(cursor++, added);
        return added;
    }

    private PointSlot Refreshed(PointSlot slot)
    {
        if (slot.Series is { IsForgotten: true })
        {
            slot.Series = family!.Find(slot.Series.Labels);
        }

        return slot;
    }

    private PointSlot NewSlot(ReadOnlyTagCollection source)
    {
        var tags = new KeyValuePair<string, object?>[source.Count];
        var i = 0;
        foreach (var tag in source)
        {
            tags[i++] = tag;
        }

        if (tags is [{ Key: OverflowTag }])
        {
            return new PointSlot(tags, null, DropReason.CardinalityLimit);
        }

        // The point's own tags go last: they are more specific than the meter's.
        var labels = LabelSet.From(meterTags.Concat(tags.Select(t => KeyValuePair.Create(t.Key, LabelValue.Of(t.Value)))));
        if (Type == FamilyType.Histogram && labels.Pairs.Any(p => p.Key == "le"))
        {
            return new PointSlot(tags, null, DropReason.ReservedLabel);
        }

        return new PointSlot(tags, family!.Find(labels), null);
    }

    private static FamilyType TypeOf(MetricType type) => type switch
    {
        MetricType.LongSum or MetricType.DoubleSum => FamilyType.Counter,
        MetricType.Histogram or MetricType.ExponentialHistogram => FamilyType.Histogram,
        _ => FamilyType.Gauge,
    };
}
