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
internal sealed class ServerSentEventReader(Stream stream, TimeProvider time, int maxEventBytes, long maxTotalBytes) : IEventReader
{
    private readonly LineBuffer lines = new(stream, time, maxEventBytes, maxTotalBytes);
    private readonly ArrayBufferWriter<byte> data = new(512);
    private bool hasData;
    private bool delivered;
    private bool tooLarge;

    public ReadOnlyMemory<byte> Data => data.WrittenMemory;

    public string EventName { get; private set; } = string.Empty;

    /// <summary>When the bytes that completed the item's last data line were read, taken before anything was parsed.</summary>
    public long Timestamp { get; private set; }

    /// <summary>Comment lines so far; servers send them to keep a connection alive.</summary>
    public long Comments { get; private set; }

    public long BytesRead => lines.BytesRead;

    public async ValueTask<StreamItem> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (TakeItem() is { } item)
            {
                return item;
            }

            await lines.FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => lines.Dispose();

    /// <summary>The next item of what was read; null when more bytes are needed.</summary>
    private StreamItem? TakeItem()
    {
        if (delivered)
        {
            ResetEvent();
        }

        while (lines.TryTake(out var line))
        {
            if (Interpret(line) is { } item)
            {
                return item;
            }
        }

        if (tooLarge || lines.TooLarge)
        {
            return StreamItem.TooLarge;
        }

        return lines.Ended ? TakeLast() : null;
    }

    /// <summary>At the end of the stream: the line and the event that nothing terminated, once.</summary>
    private StreamItem TakeLast()
    {
        var rest = lines.TakeRest();
        var item = rest.IsEmpty ? null : Interpret(rest);
        if (item is not null)
        {
            return item.Value;
        }

        if (!hasData)
        {
            return StreamItem.End;
        }

        delivered = true;
        return StreamItem.Unterminated;
    }

    private StreamItem? Interpret(ReadOnlySpan<byte> line)
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

    private StreamItem? InterpretField(ReadOnlySpan<byte> field, ReadOnlySpan<byte> value)
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
            return StreamItem.Error;
        }

        return tooLarge ? StreamItem.TooLarge : null;
    }

    private StreamItem? Dispatch()
    {
        if (!hasData)
        {
            EventName = string.Empty;
            return null;
        }

        delivered = true;
        return StreamItem.Event;
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
        Timestamp = lines.ReadAt;
    }

    private void ResetEvent()
    {
        data.ResetWrittenCount();
        EventName = string.Empty;
        hasData = false;
        delivered = false;
    }
}
