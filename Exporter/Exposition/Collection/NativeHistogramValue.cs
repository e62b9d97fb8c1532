namespace Exporter.Exposition.Collection;

/// <summary>One histogram series in exponential buckets, already in Prometheus' numbering.</summary>
/// <remarks>Bucket i holds what lies in (base^(i-1), base^i] with base = 2^(2^-Schema); OpenTelemetry numbers the same bucket i-1.</remarks>
internal sealed class NativeHistogramValue
{
    /// <summary>The finest and the coarsest resolution Prometheus takes.</summary>
    public const int MaxSchema = 8;
    public const int MinSchema = -4;

    /// <summary>What counts as zero. OpenTelemetry counts zero itself; Prometheus needs a positive width to tell an empty native histogram from a classic one.</summary>
    public const double ZeroThreshold = 1e-128;

    private long[] counts = [];

    public int Schema { get; set; }

    public long ZeroCount { get; set; }

    public double Sum { get; set; }

    /// <summary>Index of the first bucket of <see cref="Counts"/>.</summary>
    public int FirstIndex { get; set; }

    /// <summary>How many buckets are in use.</summary>
    public int Length { get; private set; }

    /// <summary>Observations of each bucket, from <see cref="FirstIndex"/> on; not cumulative.</summary>
    public ReadOnlySpan<long> Counts => counts.AsSpan(0, Length);

    /// <summary>All observations: always what the buckets add up to, or Prometheus would refuse the series.</summary>
    public long Count { get; private set; }

    /// <summary>Exemplars over all buckets, the newest of each slot.</summary>
    public List<ExemplarValue> Exemplars { get; } = [];

    /// <summary>The collection this value was taken at.</summary>
    public long Generation { get; set; }

    public void Clear()
    {
        Length = 0;
        Count = ZeroCount;
        Exemplars.Clear();
    }

    public void Append(long count)
    {
        if (Length == counts.Length)
        {
            Array.Resize(ref counts, Math.Max(16, counts.Length * 2));
        }

        counts[Length++] = count;
        Count += count;
    }
}
