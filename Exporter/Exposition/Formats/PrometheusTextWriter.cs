using Exporter.Exposition.Collection;
using Exporter.Exposition.Relay;

namespace Exporter.Exposition.Formats;

/// <summary>Prometheus text. Versions 0.0.4 and 1.0.0 differ only in how names beyond ASCII are quoted, and we have none.</summary>
internal sealed class PrometheusTextWriter : IExpositionWriter
{
    public void Write(MetricSnapshot snapshot, Utf8Buffer output)
    {
        foreach (var family in snapshot.Families)
        {
            if (family.Live.IsEmpty)
            {
                continue;
            }

            output.Append(family.TextHeader ??= Header(family));
            foreach (var series in family.Live)
            {
                WriteSeries(family, series, output);
            }
        }

        foreach (var group in snapshot.Relayed)
        {
            WriteRelayed(group, output);
        }
    }

    private static void WriteSeries(MetricFamily family, Series series, Utf8Buffer output)
    {
        if (series.Histogram is not { } histogram)
        {
            SampleLines.Append(output, family.NameUtf8, [], series.Labels, series.Value);
            output.AppendByte((byte)'\n');
            return;
        }

        for (var i = 0; i < histogram.Layout.Count; i++)
        {
            SampleLines.AppendBucket(output, family.BucketNameUtf8, series.Labels, histogram.Layout.Labels[i], histogram.Cumulative[i]);
            output.AppendByte((byte)'\n');
        }

        SampleLines.Append(output, family.NameUtf8, "_sum"u8, series.Labels, SampleValue.From(histogram.Sum));
        output.AppendByte((byte)'\n');
        SampleLines.Append(output, family.NameUtf8, "_count"u8, series.Labels, SampleValue.From(histogram.Count));
        output.AppendByte((byte)'\n');
    }

    private static void WriteRelayed(RelayedGroup group, Utf8Buffer output)
    {
        if (group.Samples.Count == 0)
        {
            return;
        }

        AppendHeader(output, group.Name, group.Help, TypeWord(group.Type));
        foreach (var sample in group.Samples)
        {
            RelayedLines.Append(output, sample);
            output.AppendByte((byte)'\n');
        }
    }

    private static byte[] Header(MetricFamily family)
    {
        var header = new Utf8Buffer(256);
        AppendHeader(header, family.Name, family.Help, TypeWord(family.Type));
        return header.WrittenSpan.ToArray();
    }

    private static void AppendHeader(Utf8Buffer output, string name, string help, ReadOnlySpan<byte> type)
    {
        if (help.Length > 0)
        {
            output.Append("# HELP "u8);
            output.AppendText(name);
            output.AppendByte((byte)' ');
            EscapedText.AppendHelp(output, help);
            output.AppendByte((byte)'\n');
        }

        output.Append("# TYPE "u8);
        output.AppendText(name);
        output.AppendByte((byte)' ');
        output.Append(type);
        output.AppendByte((byte)'\n');
    }

    private static ReadOnlySpan<byte> TypeWord(FamilyType type) => type switch
    {
        FamilyType.Counter => "counter"u8,
        FamilyType.Histogram => "histogram"u8,
        FamilyType.Gauge or FamilyType.Info => "gauge"u8,
    };

    private static ReadOnlySpan<byte> TypeWord(RelayedType type) => type switch
    {
        RelayedType.Counter => "counter"u8,
        RelayedType.Gauge => "gauge"u8,
        RelayedType.Histogram => "histogram"u8,
        RelayedType.Summary => "summary"u8,
        RelayedType.Untyped => "untyped"u8,
    };
}
