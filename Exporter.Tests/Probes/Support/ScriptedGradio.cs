using System.Collections.Concurrent;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Support;

/// <summary>A Gradio app on loopback: its <c>/config</c>, the answer to a call and the event stream of the call, each as the script has it.</summary>
internal sealed class ScriptedGradio : IAsyncDisposable
{
    private readonly ScriptedServer server;
    private readonly ConcurrentQueue<string> requests = new();

    /// <param name="call">Answers the POST; null gives an event id.</param>
    /// <param name="events">Answers the GET of the event stream.</param>
    public ScriptedGradio(string config, Func<ScriptedConnection, Task>? call = null, Func<ScriptedConnection, Task>? events = null) =>
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

    /// <summary>The first lines without the HTTP version.</summary>
    public IEnumerable<string> Asked => requests.Select(request => request.Split(" HTTP")[0]);

    /// <summary>Written after the documentation and the sources of Gradio: what a caller needs of the real 45 kB.</summary>
    public static string Config(string version, string extra = "", params (string Name, bool Streams)[] functions) =>
        $$"""{"version":"{{version}}","mode":"blocks",{{extra}}"dependencies":[{"id":0,"api_name":false},{{string.Join(',', functions.Select(function =>
            $$$"""{"api_name":"{{{function.Name}}}","types":{"generator":{{{(function.Streams ? "true" : "false")}}},"cancel":false}}"""))}}]}""";

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
}
