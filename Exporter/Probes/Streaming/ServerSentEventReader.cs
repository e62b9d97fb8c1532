using System.Buffers;
using System.Text;

namespace Exporter.Probes.Streaming;

/// <summary>
/// Reads server-sent events from raw bytes: LF, CR and CRLF, a byte-order mark, comments, <c>data:</c> with and without space,
/// data of several lines. The framework's reader hides what a prober must see: it swallows comments, drops an unterminated last
/// event and ignores <c>error:</c> lines.
/// </summary>
/// <remarks>Holds one buffer that never grows over <paramref name="maxEventBytes"/>, whatever the server sends. One reader, one flow.</remarks>
/// <param name="stream">The body; the reader does not dispose it.</param>
/// <param name="time">The clock of <see cref="Timestamp"/>.</param>
/// <param name="maxEventBytes">Bound of one line and of the data of one event.</param>
/// <param name="maxTotalBytes">Bound of the whole stream.</param>
internal sealed class ServerSentEventReader(Stream stream, TimeProvider time, int maxEventBytes, long maxTotalBytes) : IDisposable
{
    private const int FirstBufferBytes = 8 * 1024;
    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private readonly ArrayBufferWriter<byte> data = new(512);
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Min(FirstBufferBytes, maxEventBytes));
    private int lineStart;
    private int scanned;
    private int filled;
    private bool skipLineFeed;
    private bool markChecked;
    private bool hasData;
    private bool delivered;
    private bool ended;
    private bool tooLarge;
    private long readAt;

    /// <summary>Data of the item last read; valid until the next read.</summary>
    public ReadOnlyMemory<byte> Data => data.WrittenMemory;

    /// <summary>Name of the event last read; empty means none was given.</summary>
    public string EventName { get; private set; } = string.Empty;

    /// <summary>When the bytes that completed the item's last data line were read, taken before anything was parsed.</summary>
    public long Timestamp { get; private set; }

    /// <summary>Comment lines so far; servers send them to keep a connection alive.</summary>
    public long Comments { get; private set; }

    /// <summary>Bytes of the body so far.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Reads up to the next item.</summary>
    /// <exception cref="IOException">The connection was lost or broke its framing.</exception>
    public async ValueTask<SseItem> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TakeItem() is { } item)
            {
                return item;
            }

            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        lineStart = scanned = filled = 0;
        ended = true;
    }

    /// <summary>The next item of what is in the buffer; null when more bytes are needed.</summary>
    private SseItem? TakeItem()
    {
        if (delivered)
        {
            ResetEvent();
        }

        while (TryTakeLine(out var line))
        {
            if (Interpret(line) is { } item)
            {
                return item;
            }
        }

        if (tooLarge)
        {
            return SseItem.TooLarge;
        }

        return ended ? TakeLast() : null;
    }

    /// <summary>At the end of the stream: the line and the event that nothing terminated, once.</summary>
    private SseItem TakeLast()
    {
        var rest = buffer.AsSpan(lineStart, filled - lineStart);
        lineStart = scanned = filled;
        var item = rest.IsEmpty ? null : Interpret(rest);
        if (item is not null)
        {
            return item.Value;
        }

        if (!hasData)
        {
            return SseItem.End;
        }

        delivered = true;
        return SseItem.Unterminated;
    }

    private bool TryTakeLine(out ReadOnlySpan<byte> line)
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
        // A CR ends its line at once: the LF that may follow could be a long time coming.
        skipLineFeed = buffer[end] == CarriageReturn;
        lineStart = scanned = end + 1;
        return true;
    }

    /// <summary>Skips a byte-order mark at the beginning and the LF of a CRLF; false when more bytes are needed to tell.</summary>
    private bool SkipMarks()
    {
        if (!markChecked)
        {
            var begin = buffer.AsSpan(0, Math.Min(filled, ByteOrderMark.Length));
            if (begin.Length < ByteOrderMark.Length && ByteOrderMark.AsSpan().StartsWith(begin) && !ended)
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

    private SseItem? Interpret(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            return Dispatch();
        }

        var colon = line.IndexOf((byte)':');
        if (colon == 0)
        {
            Comments++;
            return null;
        }

        var field = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? default : line[(colon + 1)..];
        if (!value.IsEmpty && value[0] == (byte)' ')
        {
            value = value[1..];
        }

        return InterpretField(field, value);
    }

    private SseItem? InterpretField(ReadOnlySpan<byte> field, ReadOnlySpan<byte> value)
    {
        if (field.SequenceEqual("data"u8))
        {
            AppendData(value);
        }
        else if (field.SequenceEqual("event"u8))
        {
            EventName = Encoding.UTF8.GetString(value);
        }
        else if (field.SequenceEqual("error"u8))
        {
            ResetEvent();
            AppendData(value);
            delivered = true;
            return SseItem.Error;
        }

        return tooLarge ? SseItem.TooLarge : null;
    }

    private SseItem? Dispatch()
    {
        if (!hasData)
        {
            EventName = string.Empty;
            return null;
        }

        delivered = true;
        return SseItem.Event;
    }

    private void AppendData(ReadOnlySpan<byte> value)
    {
        if (data.WrittenCount + value.Length + 1 > maxEventBytes)
        {
            tooLarge = true;
            return;
        }

        if (hasData)
        {
            data.Write("\n"u8);
        }

        data.Write(value);
        hasData = true;
        Timestamp = readAt;
    }

    private void ResetEvent()
    {
        data.ResetWrittenCount();
        EventName = string.Empty;
        hasData = false;
        delivered = false;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (!MakeRoom())
        {
            tooLarge = true;
            return;
        }

        var read = await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false);
        readAt = time.GetTimestamp();
        filled += read;
        BytesRead += read;
        ended = read == 0;
        tooLarge |= BytesRead > maxTotalBytes;
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

        if (buffer.Length >= maxEventBytes)
        {
            return false;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(buffer.Length * 2, maxEventBytes));
        buffer.AsSpan(0, filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
        return true;
    }
}
