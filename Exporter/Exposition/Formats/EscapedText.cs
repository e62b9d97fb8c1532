namespace Exporter.Exposition.Formats;

/// <summary>The escapes of the text formats. Everything else passes as UTF-8.</summary>
internal static class EscapedText
{
    /// <summary>Escapes backslash, line feed and double quote.</summary>
    public static void AppendLabelValue(Utf8Buffer output, ReadOnlySpan<char> value) => Append(output, value, "\\\n\"");

    /// <summary>Escapes backslash and line feed: HELP of Prometheus text.</summary>
    public static void AppendHelp(Utf8Buffer output, ReadOnlySpan<char> value) => Append(output, value, "\\\n");

    private static void Append(Utf8Buffer output, ReadOnlySpan<char> value, ReadOnlySpan<char> escaped)
    {
        while (!value.IsEmpty)
        {
            var at = value.IndexOfAny(escaped);
            if (at < 0)
            {
                output.AppendText(value);
                return;
            }

            output.AppendText(value[..at]);
            output.AppendByte((byte)'\\');
            output.AppendByte(value[at] == '\n' ? (byte)'n' : (byte)value[at]);
            value = value[(at + 1)..];
        }
    }
}
