namespace Exporter.Traffic.Logs.Lines;

/// <summary>Takes the colours out of a line: servers write them into files too, and inside the quotes.</summary>
internal static class AnsiEscapes
{
    private const byte Escape = 0x1b;

    /// <summary>Removes every <c>ESC [ … letter</c>, in place.</summary>
    /// <returns>The shortened line.</returns>
    public static Span<byte> Strip(Span<byte> line)
    {
        var to = line.IndexOf(Escape);
        if (to < 0)
        {
            return line;
        }

        for (var from = to; from < line.Length;)
        {
            var length = LengthAt(line, from);
            if (length == 0)
            {
                line[to++] = line[from++];
            }

            from += length;
        }

        return line[..to];
    }

    /// <summary>Length of the sequence that begins there; 0 where none does.</summary>
    private static int LengthAt(ReadOnlySpan<byte> line, int at)
    {
        if (line[at] != Escape || at + 1 >= line.Length || line[at + 1] != '[')
        {
            return 0;
        }

        var end = line[(at + 2)..].IndexOfAnyExceptInRange((byte)' ', (byte)'?');
        return end >= 0 && line[at + 2 + end] is >= (byte)'@' and <= (byte)'~' ? end + 3 : 0;
    }
}
