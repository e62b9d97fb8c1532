namespace Exporter.Exposition.Collection;

/// <summary>One series of a family. The object lives on between collections, so that its labels are rendered once.</summary>
internal sealed class Series(LabelSet labels)
{
    public LabelSet Labels { get; } = labels;

    /// <summary>Value of a gauge, counter or info; unused by a histogram.</summary>
    public SampleValue Value { get; set; }

    /// <summary>Exemplar of a counter.</summary>
    public ExemplarValue Exemplar { get; set; }

    /// <summary>Value of a histogram; null for every other type.</summary>
    public HistogramValue? Histogram { get; set; }

    /// <summary>When counting began: set for histograms only. A counter that reads a device's own register is older than we know.</summary>
    public DateTimeOffset? Created { get; set; }

    /// <summary>The last collection that had this series.</summary>
    public long Generation { get; set; }

    /// <summary>The family has forgotten this series: it must be registered again before it is used.</summary>
    public bool IsForgotten { get; set; }
}
