namespace Exporter.Traffic.Logs.Tailing;

/// <summary>
/// Cuts a byte stream into lines. Half a line waits for its end; of one that is too long nothing is kept; a run of NULs before a
/// line, which a truncated file has where its writer goes on at the old place, is dropped.
/// </summary>
internal sealed class LineSplitter(ILineSink sink)
{
    /// <summary>Longest line in bytes; servers allow a request line of 64 KiB at most.</summary>
    public const int Longest = 128 * 1024;

    private const int FirstSize = 1024;

    private byte[] kept = new byte[FirstSize];
    private int length;
    private bool skipping;
    private bool uncounted;

    /// <summary>Bytes taken since the last end of a line; a restart has to begin with them.</summary>
    public long Unfinished { get; private set; }

    public void Feed(Span<byte> data)
    {
        while (data.IndexOf((byte)'\n') is >= 0 and var end)
        {
            Finish(data[..end]);
            data = data[(end + 1)..];
            Unfinished = 0;
        }

        Unfinished += data.Length;
        Keep(data);
    }

    /// <summary>Forgets half a line whose rest will never come.</summary>
    public void Reset() => (length, skipping, uncounted, Unfinished) = (0, false, false, 0);

    /// <summary>The stream begins inside a line: its rest is nothing to count.</summary>
    public void SkipRest() => (skipping, uncounted) = (true, true);

    private void Finish(Span<byte> rest)
    {
        if (length == 0 && !skipping && rest.Length <= Longest)
        {
            Emit(rest);
            return;
        }

        Keep(rest);
        if (!skipping)
        {
            Emit(kept.AsSpan(0, length));
        }
        else if (!uncounted)
        {
            sink.TooLong();
        }

        (length, skipping, uncounted) = (0, false, false);
    }

    private void Emit(Span<byte> line)
    {
        line = line.TrimStart((byte)0).TrimEnd((byte)'\r');
        if (!line.IsEmpty)
        {
            sink.Line(line);
        }
    }

    private void Keep(ReadOnlySpan<byte> data)
    {
        if (length == 0)
        {
            data = data.TrimStart((byte)0);
        }

        if (skipping || length + data.Length > Longest)
        {
            (skipping, length) = (true, 0);
            return;
        }

        if (length + data.Length > kept.Length)
        {
            Array.Resize(ref kept, Math.Max(kept.Length * 2, length + data.Length));
        }

        data.CopyTo(kept.AsSpan(length));
        length += data.Length;
    }
}
