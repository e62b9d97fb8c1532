using System.Net.WebSockets;
using System.Text;
using Exporter.Probes.Transport;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Support;

/// <summary>The server's side of a WebSocket: reads the client's frames and sends exact bytes.</summary>
internal sealed class ScriptedWebSocket(ScriptedConnection connection)
{
    /// <summary>Answers a request for the upgrade.</summary>
    /// <param name="headers">Further lines of the answer, each with its end.</param>
    public static async Task<ScriptedWebSocket> AcceptAsync(ScriptedConnection connection, string request, string headers = "")
    {
        var key = request.Split("Sec-WebSocket-Key: ")[1].Split("\r\n")[0];
        await connection.SendAsync(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n{headers}Sec-WebSocket-Accept: {WebSocketUpgrade.AcceptOf(key)}\r\n\r\n");
        return new ScriptedWebSocket(connection);
    }

    /// <summary>The payload of the client's next frame, a close frame's as well.</summary>
    public async Task<byte[]> ReadAsync()
    {
        var head = await connection.ReadBytesAsync(2);
        var length = head[1] & 0x7F;
        if (length == 126)
        {
            var extended = await connection.ReadBytesAsync(2);
            length = (extended[0] << 8) | extended[1];
        }

        var mask = await connection.ReadBytesAsync(4);
        var payload = await connection.ReadBytesAsync(length);
        return [.. payload.Select((value, index) => (byte)(value ^ mask[index % 4]))];
    }

    /// <summary>Reads a text message.</summary>
    public async Task<string> ReadTextAsync() => Encoding.UTF8.GetString(await ReadAsync());

    public Task SendAsync(string text) => SendAsync(WebSocketMessageType.Text, Encoding.UTF8.GetBytes(text));

    public Task SendAsync(WebSocketMessageType type, byte[] payload) =>
        SendRawAsync(Frame(payload, (byte)(0x80 | type switch { WebSocketMessageType.Text => 1, WebSocketMessageType.Binary => 2, _ => 8 })));

    /// <summary>Says goodbye in order.</summary>
    public Task CloseAsync() => SendAsync(WebSocketMessageType.Close, [0x03, 0xE8]);

    public Task SendRawAsync(byte[] bytes) => connection.SendAsync(bytes);

    public void Reset() => connection.Reset();

    public Task HoldAsync() => connection.HoldAsync();

    /// <summary>One unmasked frame.</summary>
    /// <param name="first">Its first byte: whether it is the last of its message, and the kind.</param>
    public static byte[] Frame(byte[] payload, byte first) => payload.Length < 126
        ? [first, (byte)payload.Length, .. payload]
        : [first, 126, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];
}
