using System.Collections.Concurrent;
using System.Net.WebSockets;
using Exporter.Probes.Protocols.Streamlit.Wire;
using Exporter.Probes.Transport;
using Exporter.Tests.Support;
using Google.Protobuf;

namespace Exporter.Tests.Probes.Support;

/// <summary>The server's side of a Streamlit session: opens the WebSocket, reads the client's frames and sends exact bytes.</summary>
internal sealed class ScriptedStreamlit(ScriptedConnection connection)
{
    /// <summary>A server that opens each connection's WebSocket and then plays the script.</summary>
    /// <param name="requests">Gets each request for the upgrade.</param>
    public static ScriptedServer Serving(Func<ScriptedStreamlit, Task> script, ConcurrentQueue<string>? requests = null) =>
        new(async connection => await script(await OpenAsync(connection, requests)));

    /// <summary>Opens the WebSocket that the connection's next request asks for.</summary>
    public static async Task<ScriptedStreamlit> OpenAsync(ScriptedConnection connection, ConcurrentQueue<string>? requests = null)
    {
        var request = await connection.ReadRequestAsync();
        requests?.Enqueue(request);
        var key = request.Split("Sec-WebSocket-Key: ")[1].Split("\r\n")[0];
        await connection.SendAsync(
            $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: streamlit\r\nSec-WebSocket-Accept: {WebSocketUpgrade.AcceptOf(key)}\r\n\r\n");
        return new ScriptedStreamlit(connection);
    }

    /// <summary>A whole app: the page, and what its script does with the prompt.</summary>
    public static ScriptedServer App(ForwardMsg[] page, params ForwardMsg[] answer) => Serving(async app =>
    {
        await app.ReadAsync();
        await app.SendAsync(page);
        await app.ReadAsync();
        await app.SendAsync(answer);
        await app.HoldAsync();
    });

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

    public async Task SendAsync(params ForwardMsg[] messages)
    {
        foreach (var message in messages)
        {
            await SendAsync(WebSocketMessageType.Binary, message.ToByteArray());
        }
    }

    public Task SendAsync(WebSocketMessageType type, byte[] payload) =>
        SendRawAsync(Frame(payload, (byte)(0x80 | type switch { WebSocketMessageType.Text => 1, WebSocketMessageType.Binary => 2, _ => 8 })));

    public Task SendRawAsync(byte[] bytes) => connection.SendAsync(bytes);

    public void Reset() => connection.Reset();

    public Task HoldAsync() => connection.HoldAsync();

    /// <summary>One unmasked frame.</summary>
    /// <param name="first">Its first byte: whether it is the last of its message, and the kind.</param>
    public static byte[] Frame(byte[] payload, byte first) => payload.Length < 126
        ? [first, (byte)payload.Length, .. payload]
        : [first, 126, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];
}
