using System.Globalization;
using Exporter.Exposition.Collection;

namespace Exporter.Exposition.Formats;

/// <summary>An exemplar as OpenMetrics appends it to a sample.</summary>
internal static class ExemplarText
{
    /// <summary>Appends <c> # {trace_id="…",span_id="…"} value seconds</c>, or nothing for an absent one.</summary>
    public static void Append(Utf8Buffer output, in ExemplarValue exemplar)
    {
        if (!exemplar.IsPresent)
        {
            return;
        }

        output.Append(" # {trace_id=\""u8);
        output.AppendText(exemplar.TraceId.ToHexString());
        output.Append("\",span_id=\""u8);
        output.AppendText(exemplar.SpanId.ToHexString());
        output.Append("\"} "u8);
        output.Advance(FloatText.Write(exemplar.Value, output.GetSpan(FloatText.MaxLength)));
        output.AppendByte((byte)' ');
        AppendSeconds(output, exemplar.Timestamp.ToUnixTimeMilliseconds());
    }

    /// <summary>Whole milliseconds as decimal seconds: a double would show its rounding.</summary>
    private static void AppendSeconds(Utf8Buffer output, long milliseconds)
    {
        output.Advance(FloatText.Write(milliseconds / 1000, output.GetSpan(FloatText.MaxLength)));
        Span<byte> fraction = stackalloc byte[4];
        fraction[0] = (byte)'.';
        (milliseconds % 1000).TryFormat(fraction[1..], out _, "000", CultureInfo.InvariantCulture);
        output.Append(fraction);
    }
}
