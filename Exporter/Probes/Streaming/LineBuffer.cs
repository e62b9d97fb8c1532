using System.Buffers;

namespace Exporter.Probes.Streaming;

/// <summary>
/// Cuts raw bytes into lines ended by LF, CR or CRLF, whatever the pieces they come in. A CR ends its line at once: the LF that
/// may follow could be a long time coming.
/// </summary>
/// <remarks>Holds one buffer that never grows over <paramref name="maxLineBytes"/>, whatever the server sends. One reader, one flow.</remarks>
/// <param name="stream">The body; it is not disposed.</param>
/// <param name="time">The clock of <see cref="ReadAt"/>.</param>
/// <param name="maxLineBytes">Bound of one line.</param>
/// <param name="maxTotalBytes">Bound of the whole stream.</param>
internal sealed class LineBuffer(Stream stream, TimeProvider time, int maxLineBytes, long maxTotalBytes) : IDisposable
{
    private const int FirstBufferBytes = 8 * 1024;
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Min(FirstBufferBytes, maxLineBytes));
    private int lineStart;
    private int scanned;
    private int filled;
    private bool skipLineFeed;
    private bool markChecked;

    /// <summary>When the bytes last read came, taken before anything was parsed.</summary>
    public long ReadAt { get; private set; }

    /// <summary>Bytes of the body so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Whether the stream has ended.</summary>
    public bool Ended { get; private set; }

    /// <summary>Whether a bound was hit.</summary>
    public bool TooLarge { get; private set; }

    /// <summary>Takes the next whole line of what was read; valid until the next fill.</summary>
    public bool TryTake(out ReadOnlySpan<byte> line)
    {
        line = default;
        if (!SkipMarks())
        {
            return false;
        }

        var offset = buffer.AsSpan(scanned, filled - scanned).IndexOfAny(LineFeed, CarriageReturn);
        if (offset < 0)
        {
            scanned = filled;
            return false;
        }

        var end = scanned + offset;
        line = buffer.AsSpan(lineStart, end - lineStart);
        skipLineFeed = buffer[end] == CarriageReturn;
        lineStart = scanned = end + 1;
        return true;
    }

    /// <summary>Takes what stands after the last line's end; empty where nothing does.</summary>
    public ReadOnlySpan<byte> TakeRest()
    {
        var rest = buffer.AsSpan(lineStart, filled - lineStart);
        lineStart = scanned = filled;
        return rest;
    }

    /// <summary>Reads once.</summary>
    /// <exception cref="IOException">The connection was lost or broke its framing.</exception>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (!MakeRoom())
        {
            TooLarge = true;
            return;
        }

        var read = await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false);
        ReadAt = time.GetTimestamp();
        filled += read;
        BytesRead += read;
        Ended = read == 0;
        TooLarge |= BytesRead > maxTotalBytes;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        lineStart = scanned = filled = 0;
        Ended = true;
    }

    /// <summary>Skips a byte-order mark at the beginning and the LF of a CRLF; false when more bytes are needed to tell.</summary>
    private bool SkipMarks()
    {
        if (!markChecked)
        {
            var begin = buffer.AsSpan(0, Math.Min(filled, ByteOrderMark.Length));
            if (begin.Length < ByteOrderMark.Length && ByteOrderMark.AsSpan().StartsWith(begin) && !Ended)
            {
                return false;
            }

            markChecked = true;
            lineStart = scanned = begin.SequenceEqual(ByteOrderMark) ? ByteOrderMark.Length : 0;
        }

        if (skipLineFeed && lineStart < filled)
        {
            skipLineFeed = false;
            if (buffer[lineStart] == LineFeed)
            {
                lineStart++;
                scanned = Math.Max(scanned, lineStart);
            }
        }

        return true;
    }

    /// <summary>Room for at least one byte; false when the line in the buffer has reached the bound.</summary>
    private bool MakeRoom()
    {
        if (lineStart > 0)
        {
            // What is left is at most the beginning of one line.
            buffer.AsSpan(lineStart, filled - lineStart).CopyTo(buffer);
            filled -= lineStart;
            scanned -= lineStart;
            lineStart = 0;
        }

        if (filled < buffer.Length)
        {
            return true;
        }

        if (buffer.Length >= maxLineBytes)
        {
            return false;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(buffer.Length * 2, maxLineBytes));
        buffer.AsSpan(0, filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
        return true;
    }
}
