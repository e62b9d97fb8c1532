using System.Buffers;
using System.Net.WebSockets;

namespace Exporter.Probes.Transport;

/// <summary>Reads whole messages from a WebSocket into one buffer that never grows over the bound, whatever the server sends.</summary>
/// <param name="socket">Not disposed by the reader.</param>
/// <param name="time">The clock of <see cref="Timestamp"/>.</param>
/// <param name="maxTotalBytes">Bound of everything that is read, and so of one message.</param>
internal sealed class WebSocketReader(WebSocket socket, TimeProvider time, long maxTotalBytes) : IDisposable
{
    private const int FirstBufferBytes = 16 * 1024;

    private byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(FirstBufferBytes, maxTotalBytes));
    private int filled;

    /// <summary>The message last read; valid until the next read.</summary>
    public ReadOnlyMemory<byte> Message => buffer.AsMemory(0, filled);

    /// <summary>When the last bytes of the message were read, taken before anything was parsed.</summary>
    public long Timestamp { get; private set; }

    /// <summary>Bytes of all messages so far.</summary>
    public long BytesRead { get; private set; }

    /// <exception cref="WebSocketException">The connection was lost or broke the protocol.</exception>
    public async ValueTask<WebSocketItem> ReadAsync(CancellationToken cancellationToken)
    {
        filled = 0;
        while (true)
        {
            if (filled == buffer.Length)
            {
                Grow();
            }

            var piece = await socket.ReceiveAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false);
            Timestamp = time.GetTimestamp();
            filled += piece.Count;
            BytesRead += piece.Count;
            if (BytesRead > maxTotalBytes)
            {
                return WebSocketItem.TooLarge;
            }

            if (piece.EndOfMessage)
            {
                return piece.MessageType switch
                {
                    WebSocketMessageType.Binary => WebSocketItem.Binary,
                    WebSocketMessageType.Text => WebSocketItem.Text,
                    _ => WebSocketItem.Closed,
                };
            }
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
        filled = 0;
    }

    /// <summary>Called only with less than the bound in the buffer, so that doubling at most doubles the bound.</summary>
    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
