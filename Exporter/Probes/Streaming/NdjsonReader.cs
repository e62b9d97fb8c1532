using System.Buffers;

namespace Exporter.Probes.Streaming;

/// <summary>Reads newline-delimited JSON from raw bytes: every line that is not blank is an event.</summary>
/// <remarks>Bounded like <see cref="ServerSentEventReader"/>. One reader, one flow.</remarks>
/// <param name="stream">The body; the reader does not dispose it.</param>
/// <param name="time">The clock of <see cref="Timestamp"/>.</param>
/// <param name="maxLineBytes">Bound of one line.</param>
/// <param name="maxTotalBytes">Bound of the whole stream.</param>
internal sealed class NdjsonReader(Stream stream, TimeProvider time, int maxLineBytes, long maxTotalBytes) : IEventReader
{
    private readonly LineBuffer lines = new(stream, time, maxLineBytes, maxTotalBytes);
    private readonly ArrayBufferWriter<byte> data = new(512);

    public ReadOnlyMemory<byte> Data => data.WrittenMemory;

    /// <summary>Always empty: lines have no names.</summary>
    public string EventName => string.Empty;

    public long Timestamp { get; private set; }

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
        while (lines.TryTake(out var line))
        {
            if (Keep(line))
            {
                return StreamItem.Event;
            }
        }

        if (lines.TooLarge)
        {
            return StreamItem.TooLarge;
        }

        if (!lines.Ended)
        {
            return null;
        }

        return Keep(lines.TakeRest()) ? StreamItem.Unterminated : StreamItem.End;
    }

    /// <summary>Copies the line, as the buffer is about to be written over; false for a blank one.</summary>
    private bool Keep(ReadOnlySpan<byte> line)
    {
        data.ResetWrittenCount();
        if (line.Trim(" \t"u8).IsEmpty)
        {
            return false;
        }

        data.Write(line);
        Timestamp = lines.ReadAt;
        return true;
    }
}
