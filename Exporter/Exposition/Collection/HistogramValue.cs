namespace Exporter.Exposition.Collection;

/// <summary>The state of one histogram series at the last collection; its arrays are reused from one to the next.</summary>
internal sealed class HistogramValue(BucketLayout layout)
{
    public BucketLayout Layout { get; } = layout;

    /// <summary>Observations up to each boundary, the infinite one last: cumulative, as every format wants them.</summary>
    public long[] Cumulative { get; } = new long[layout.Count];

    /// <summary>One exemplar a bucket, absent ones default; null until the first ever came.</summary>
    public ExemplarValue[]? Exemplars { get; set; }

    public double Sum { get; set; }

    public long Count => Cumulative[^1];

    /// <summary>The same observations in exponential buckets; null where native histograms are off.</summary>
    public NativeHistogramValue? Native { get; set; }
}
