using System.Collections.Concurrent;
using System.Net.WebSockets;
using Exporter.Probes.Protocols.Streamlit.Wire;
using Exporter.Tests.Support;
using Google.Protobuf;

namespace Exporter.Tests.Probes.Support;

/// <summary>The server's side of a Streamlit session.</summary>
internal sealed class ScriptedStreamlit(ScriptedWebSocket socket)
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
        return new ScriptedStreamlit(await ScriptedWebSocket.AcceptAsync(connection, request, "Sec-WebSocket-Protocol: streamlit\r\n"));
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

    public Task<byte[]> ReadAsync() => socket.ReadAsync();

    public async Task SendAsync(params ForwardMsg[] messages)
    {
        foreach (var message in messages)
        {
            await socket.SendAsync(WebSocketMessageType.Binary, message.ToByteArray());
        }
    }

    public Task SendAsync(WebSocketMessageType type, byte[] payload) => socket.SendAsync(type, payload);

    public Task SendRawAsync(byte[] bytes) => socket.SendRawAsync(bytes);

    public void Reset() => socket.Reset();

    public Task HoldAsync() => socket.HoldAsync();
}
