using Exporter.Exposition.Collection;
using Exporter.Exposition.Relay;

namespace Exporter.Exposition.Formats;

/// <summary>OpenMetrics 1.0.0: text with UNIT lines, exemplars on buckets and counters, and an end mark.</summary>
internal sealed class OpenMetricsWriter : IExpositionWriter
{
    public void Write(MetricSnapshot snapshot, Utf8Buffer output)
    {
        foreach (var family in snapshot.Families)
        {
            if (family.Live.IsEmpty)
            {
                continue;
            }

            output.Append(family.OpenMetricsHeader ??= Header(family));
            foreach (var series in family.Live)
            {
                WriteSeries(family, series, output);
            }
        }

        foreach (var group in snapshot.Relayed)
        {
            WriteRelayed(group, output);
        }

        output.Append("# EOF\n"u8);
    }

    private static void WriteSeries(MetricFamily family, Series series, Utf8Buffer output)
    {
        if (series.Histogram is { } histogram)
        {
            WriteHistogram(family, series, histogram, output);
            return;
        }

        SampleLines.Append(output, family.NameUtf8, [], series.Labels, series.Value);
        if (family.Type == FamilyType.Counter)
        {
            ExemplarText.Append(output, series.Exemplar);
        }

        output.AppendByte((byte)'\n');
    }

    private static void WriteHistogram(MetricFamily family, Series series, HistogramValue histogram, Utf8Buffer output)
    {
        for (var i = 0; i < histogram.Layout.Count; i++)
        {
            SampleLines.AppendBucket(output, family.BucketNameUtf8, series.Labels, histogram.Layout.Labels[i], histogram.Cumulative[i]);
            if (histogram.Exemplars is { } exemplars)
            {
                ExemplarText.Append(output, exemplars[i]);
            }

            output.AppendByte((byte)'\n');
        }

        // The standard forbids a sum where a boundary is negative, since it could go down, and a count without a sum.
        if (histogram.Layout.HasNegativeBound)
        {
            return;
        }

        SampleLines.Append(output, family.NameUtf8, "_sum"u8, series.Labels, SampleValue.From(histogram.Sum));
        output.AppendByte((byte)'\n');
        SampleLines.Append(output, family.NameUtf8, "_count"u8, series.Labels, SampleValue.From(histogram.Count));
        output.AppendByte((byte)'\n');
    }

    private static void WriteRelayed(RelayedGroup group, Utf8Buffer output)
    {
        if (group.IsPlain && group.Samples.Count > 0)
        {
            var isCounter = group.Type == RelayedType.Counter;
            AppendHeader(output, isCounter ? group.Name[..^"_total".Length] : group.Name, group.Help, null, isCounter ? "counter"u8 : "gauge"u8);
            foreach (var sample in group.Samples)
            {
                RelayedLines.Append(output, sample);
                output.AppendByte((byte)'\n');
            }

            return;
        }

        foreach (var samples in group.BySampleName)
        {
            AppendHeader(output, samples.Key, group.Help, null, "unknown"u8);
            foreach (var sample in samples)
            {
                RelayedLines.Append(output, sample);
                output.AppendByte((byte)'\n');
            }
        }
    }

    private static byte[] Header(MetricFamily family)
    {
        var header = new Utf8Buffer(256);
        AppendHeader(header, family.BaseName, family.Help, family.Unit, TypeWord(family.Type));
        return header.WrittenSpan.ToArray();
    }

    private static void AppendHeader(Utf8Buffer output, string name, string help, string? unit, ReadOnlySpan<byte> type)
    {
        output.Append("# TYPE "u8);
        output.AppendText(name);
        output.AppendByte((byte)' ');
        output.Append(type);
        output.AppendByte((byte)'\n');
        if (unit is not null)
        {
            output.Append("# UNIT "u8);
            output.AppendText(name);
            output.AppendByte((byte)' ');
            output.AppendText(unit);
            output.AppendByte((byte)'\n');
        }

        if (help.Length > 0)
        {
            output.Append("# HELP "u8);
            output.AppendText(name);
            output.AppendByte((byte)' ');

            // Unlike Prometheus text, OpenMetrics escapes the double quote here too.
            EscapedText.AppendLabelValue(output, help);
            output.AppendByte((byte)'\n');
        }
    }

    private static ReadOnlySpan<byte> TypeWord(FamilyType type) => type switch
    {
        FamilyType.Counter => "counter"u8,
        FamilyType.Histogram => "histogram"u8,
        FamilyType.Gauge => "gauge"u8,
        FamilyType.Info => "info"u8,
    };
}
