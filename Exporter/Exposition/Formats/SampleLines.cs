using Exporter.Exposition.Collection;

namespace Exporter.Exposition.Formats;

/// <summary>The sample lines that both text formats share, up to but without the line feed.</summary>
internal static class SampleLines
{
    /// <summary><c>name{labels} value</c>.</summary>
    public static void Append(Utf8Buffer output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> suffix, LabelSet labels, SampleValue value)
    {
        var span = output.GetSpan(name.Length + suffix.Length + labels.Text.Length + FloatText.MaxLength + 3);
        var at = Head(span, name, suffix, labels);
        at += value.IsInteger ? FloatText.Write(value.Integer, span[at..]) : FloatText.Write(value.Number, span[at..]);
        output.Advance(at);
    }

    /// <summary><c>name_bucket{labels,le="1.0"} count</c>.</summary>
    public static void AppendBucket(Utf8Buffer output, ReadOnlySpan<byte> bucketName, LabelSet labels, ReadOnlySpan<byte> boundary, long cumulative)
    {
        var text = labels.Text;
        var span = output.GetSpan(bucketName.Length + text.Length + boundary.Length + FloatText.MaxLength + 3);
        bucketName.CopyTo(span);
        var at = bucketName.Length;
        span[at++] = (byte)'{';
        if (text.Length > 0)
        {
            text.CopyTo(span[at..]);
            at += text.Length;
            span[at++] = (byte)',';
        }

        boundary.CopyTo(span[at..]);
        at += boundary.Length;
        at += FloatText.Write(cumulative, span[at..]);
        output.Advance(at);
    }

    private static int Head(Span<byte> span, ReadOnlySpan<byte> name, ReadOnlySpan<byte> suffix, LabelSet labels)
    {
        name.CopyTo(span);
        suffix.CopyTo(span[name.Length..]);
        var at = name.Length + suffix.Length;
        var text = labels.Text;
        if (text.Length > 0)
        {
            span[at++] = (byte)'{';
            text.CopyTo(span[at..]);
            at += text.Length;
            span[at++] = (byte)'}';
        }

        span[at++] = (byte)' ';
        return at;
    }
}
