using Exporter.Exposition.Collection;

namespace Exporter.Tests.Exposition.Formats;

/// <summary>One series said in plain words.</summary>
/// <param name="Integer">Its value where it is an integer; null where <paramref name="Number"/> is.</param>
/// <param name="Buckets">Count of each bucket, not cumulative; null for anything but a histogram.</param>
internal sealed record SeriesPlan(
    IReadOnlyList<KeyValuePair<string, string>> Labels,
    long? Integer,
    double Number,
    IReadOnlyList<double> Bounds,
    IReadOnlyList<int>? Buckets,
    IReadOnlyList<ExemplarValue> Exemplars)
{
    public SampleValue Value => Integer is { } integer ? SampleValue.From(integer) : SampleValue.From(Number);

    public void Fill(Series series, MetricFamily family)
    {
        series.Value = Value;
        if (Buckets is null)
        {
            series.Exemplar = Exemplars[0];
            return;
        }

        var histogram = new HistogramValue(family.Layout([.. Bounds])) { Sum = Number, Exemplars = [.. Exemplars] };
        long total = 0;
        for (var i = 0; i < Buckets.Count; i++)
        {
            total += Buckets[i];
            histogram.Cumulative[i] = total;
        }

        series.Histogram = histogram;
    }

    public override string ToString() =>
        $"{{{string.Join(",", Labels.Select(l => $"{l.Key}={l.Value}"))}}} {Integer?.ToString() ?? Number.ToString("R")} bounds {string.Join(" ", Bounds)} buckets {string.Join(" ", Buckets ?? [])}";
}
