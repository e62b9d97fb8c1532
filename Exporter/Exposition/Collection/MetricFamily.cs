using System.Runtime.InteropServices;
using System.Text;

namespace Exporter.Exposition.Collection;

/// <summary>All series of one name, from whichever meters they come. Lives on between collections.</summary>
internal sealed class MetricFamily
{
    private readonly Dictionary<LabelSet, Series> known = [];
    private readonly List<Series> live = [];
    private readonly List<BucketLayout> layouts = [];

    /// <param name="baseName">The name without <c>_total</c>.</param>
    /// <param name="unit">The unit word the name ends in; null for none.</param>
    /// <param name="help">Unescaped text of the HELP line; empty for none.</param>
    public MetricFamily(string baseName, FamilyType type, string? unit, string help)
    {
        BaseName = baseName;
        Type = type;
        Unit = unit;
        Help = help;
        Name = type == FamilyType.Info ? baseName + "_info" : MetricName.Sample(baseName, type == FamilyType.Counter);
        NameUtf8 = Encoding.UTF8.GetBytes(Name);
        BucketNameUtf8 = Encoding.UTF8.GetBytes(Name + "_bucket");
    }

    /// <summary>The name of the samples (without a histogram's suffixes), and of the family in every format but OpenMetrics.</summary>
    public string Name { get; }

    /// <summary>OpenMetrics' name of the family.</summary>
    public string BaseName { get; }

    public FamilyType Type { get; }

    public string? Unit { get; }

    public string Help { get; }

    public byte[] NameUtf8 { get; }

    public byte[] BucketNameUtf8 { get; }

    /// <summary>HELP and TYPE lines of Prometheus text; kept here by its writer.</summary>
    public byte[]? TextHeader { get; set; }

    /// <summary>HELP, TYPE and UNIT lines of OpenMetrics; kept here by its writer.</summary>
    public byte[]? OpenMetricsHeader { get; set; }

    /// <summary>The series of the last collection, in the order they came.</summary>
    public ReadOnlySpan<Series> Live => CollectionsMarshal.AsSpan(live);

    /// <summary>The catalogue has dropped this family: a stream that still holds it must look its family up again.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>True when every series is forgotten.</summary>
    public bool IsEmpty => known.Count == 0;

    public void BeginCollection() => live.Clear();

    /// <summary>The series with these labels: the one known, or a new one.</summary>
    public Series Find(LabelSet labels)
    {
        if (!known.TryGetValue(labels, out var series))
        {
            series = new Series(labels);
            known.Add(labels, series);
        }

        return series;
    }

    /// <summary>Takes the series into this collection; false when it is there already, so a second meter says the same.</summary>
    public bool TryAdd(Series series, long generation)
    {
        if (series.Generation == generation)
        {
            return false;
        }

        series.Generation = generation;
        live.Add(series);
        return true;
    }

    /// <summary>One layout object for all series with the same boundaries.</summary>
    public BucketLayout Layout(ReadOnlySpan<double> bounds)
    {
        foreach (var layout in layouts)
        {
            if (bounds.SequenceEqual(layout.Bounds))
            {
                return layout;
            }
        }

        var added = new BucketLayout(bounds.ToArray());
        layouts.Add(added);
        return added;
    }

    /// <summary>Forgets series that no collection since <paramref name="oldest"/> had.</summary>
    public void Forget(long oldest)
    {
        if (known.Count == live.Count)
        {
            return;
        }

        foreach (var (labels, series) in known)
        {
            if (series.Generation < oldest)
            {
                series.IsForgotten = true;
                known.Remove(labels);
            }
        }
    }
}
