using System.Net;
using System.Net.Sockets;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Failures;

/// <summary>A server that stops in the middle of things and never says why.</summary>
internal static class Hangs
{
    private const string Token = """data: {"choices":[{"delta":{"content":"a"}}]}""" + "\n\n";

    public static IEnumerable<Failure> All =>
    [
        new("hang before the connection", "timeout timeout_connect", "while connecting", HangInConnectAsync),
        new("hang in the TLS handshake", "timeout timeout_connect", "in the TLS handshake", HangInHandshakeAsync),
        Failure.Hanging("hang before headers of a stream", "timeout timeout_first_token", "waiting for the headers", ProbeBench.Chat(), ProbeStage.Waiting, HoldAsync),
        Failure.Hanging("hang before headers of a page", "timeout timeout_total", "waiting for the headers", ProbeBench.Http(), ProbeStage.Waiting, HoldAsync),
        Failure.Hanging("hang before the first token, with pings", "timeout timeout_first_token", "waiting for the first token", ProbeBench.Chat(), ProbeStage.Receiving, Streaming(": ping\n\n")),
        Failure.Hanging("hang mid-stream", "timeout timeout_total", "after 1 chunk", ProbeBench.Chat(), ProbeStage.Generating, Streaming(Token)),
        Failure.Hanging("hang in the text of an error", "http_error http_5xx", "status 503, whose text was not whole within 10s", ProbeBench.Chat(), ProbeStage.Receiving, async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 503 Loading\r\nContent-Length: 10\r\n\r\nhalf");
            await connection.HoldAsync();
        }),
        Failure.Hanging("hang mid-body", "timeout timeout_total", "while the answer came in", ProbeBench.Http(), ProbeStage.Receiving, async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            await connection.HoldAsync();
        }),
    ];

    private static async Task HoldAsync(ScriptedConnection connection)
    {
        await connection.ReadRequestAsync();
        await connection.HoldAsync();
    }

    private static Func<ScriptedConnection, Task> Streaming(string piece) => async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.BeginStreamAsync();
        await connection.ChunkAsync(piece);
        await connection.HoldAsync();
    };

    /// <summary>A process that no longer accepts: once its queue is full, the kernel leaves further clients without an answer.</summary>
    private static async Task<string> HangInConnectAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        using var waiting = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await waiting.ConnectAsync(listener.LocalEndPoint!);
        return await Hang.UntilTimeOutAsync(new Uri($"http://{listener.LocalEndPoint}"), ProbeBench.Http(), ProbeStage.Connecting);
    }

    private static async Task<string> HangInHandshakeAsync()
    {
        await using var server = new ScriptedServer(connection => connection.HoldAsync());
        return await Hang.UntilTimeOutAsync(new Uri($"https://127.0.0.1:{server.Port}"), ProbeBench.Chat(), ProbeStage.Securing);
    }
}
