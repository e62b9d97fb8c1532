using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Support;

/// <summary>A Gradio app on loopback: its <c>/config</c>, the answer to a call and the event stream of the call, each as the script has it.</summary>
internal sealed partial class ScriptedGradio : IAsyncDisposable
{
    private readonly ScriptedServer server;
    private readonly ConcurrentQueue<string> requests = new();

    /// <param name="call">Answers the POST; null gives an event id.</param>
    /// <param name="events">Answers the GET of the event stream.</param>
    /// <param name="socket">Plays the queue of Gradio 3.</param>
    public ScriptedGradio(
        string config, Func<ScriptedConnection, Task>? call = null, Func<ScriptedConnection, Task>? events = null, Func<ScriptedWebSocket, Task>? socket = null) =>
        server = new ScriptedServer(async connection =>
        {
            while (true)
            {
                var request = await connection.ReadRequestAsync();
                requests.Enqueue(request);
                if (request.Contains("/config HTTP", StringComparison.Ordinal))
                {
                    await connection.AnswerAsync(200, config);
                }
                else if (socket is not null && request.Contains("Upgrade: websocket", StringComparison.Ordinal))
                {
                    await socket(await ScriptedWebSocket.AcceptAsync(connection, request));
                    return;
                }
                else if (request.StartsWith("POST", StringComparison.Ordinal))
                {
                    await (call ?? GiveEventIdAsync)(connection);
                }
                else
                {
                    await events!(connection);
                }
            }
        });

    public Uri Url => server.Url;

    public int Connections => server.Connections;

    public string[] Requests => [.. requests];

    /// <summary>The first lines without the HTTP version; for the session, which is random, stands S.</summary>
    public IEnumerable<string> Asked => requests.Select(request => Session().Replace(request.Split(" HTTP")[0], "session_hash=S"));

    /// <summary>Written after the documentation and the sources of Gradio: what a caller needs of the real 45 kB.</summary>
    public static string Config(string version, string extra = "", params (string Name, bool Streams)[] functions) =>
        $$"""{"version":"{{version}}","mode":"blocks",{{extra}}"dependencies":[{"id":0,"api_name":false},{{string.Join(',', functions.Select(function =>
            $$$"""{"api_name":"{{{function.Name}}}","types":{"generator":{{{(function.Streams ? "true" : "false")}}},"cancel":false}}"""))}}]}""";

    /// <summary>Streams these messages of the queue, each in a segment of its own.</summary>
    public static Func<ScriptedConnection, Task> Messages(params string[] messages) => Events([.. messages.Select(Message)]);

    /// <summary>One message of the queue as an event.</summary>
    public static string Message(string json) => $"data: {json}\n\n";

    /// <summary>Streams these events, each in a segment of its own.</summary>
    public static Func<ScriptedConnection, Task> Events(params string[] events) => async connection =>
    {
        await connection.BeginStreamAsync();
        foreach (var item in events)
        {
            await connection.ChunkAsync(item);
        }

        await connection.EndStreamAsync();
    };

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static Task GiveEventIdAsync(ScriptedConnection connection) => connection.AnswerAsync(200, """{"event_id":"e1"}""");

    [GeneratedRegex("session_hash=[0-9a-z]{11}")]
    private static partial Regex Session();
}
