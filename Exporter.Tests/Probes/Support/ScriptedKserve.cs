using System.Collections.Concurrent;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Support;

/// <summary>A server of the Open Inference Protocol on loopback: readiness, metadata and inference, each as the script has it.</summary>
internal sealed class ScriptedKserve : IAsyncDisposable
{
    private readonly ScriptedServer server;
    private readonly ConcurrentQueue<string> requests = new();

    /// <param name="metadata">Answers the GET of the model; the argument counts them from 0.</param>
    /// <param name="infer">Answers the POST.</param>
    /// <param name="ready">Answers the GET of the readiness; null says ready.</param>
    public ScriptedKserve(Func<int, string> metadata, Func<ScriptedConnection, Task> infer, Func<ScriptedConnection, Task>? ready = null)
    {
        var metadataAsked = 0;
        server = new ScriptedServer(async connection =>
        {
            var request = await connection.ReadRequestAsync();
            requests.Enqueue(request);
            if (request.StartsWith("POST", StringComparison.Ordinal))
            {
                await infer(connection);
            }
            else if (request.Contains("/ready HTTP", StringComparison.Ordinal))
            {
                await (ready is null ? connection.AnswerAsync(200, "") : ready(connection));
            }
            else
            {
                await connection.AnswerAsync(200, metadata(metadataAsked++));
            }
        });
    }

    public ScriptedKserve(string metadata, string answer)
        : this(_ => metadata, connection => connection.AnswerAsync(200, answer))
    {
    }

    public Uri Url => server.Url;

    public string[] Requests => [.. requests];

    /// <summary>The first lines without the HTTP version.</summary>
    public IEnumerable<string> Asked => requests.Select(request => request.Split(" HTTP")[0]);

    /// <summary>The body of the last inference.</summary>
    public string Inference => requests.Last(request => request.StartsWith("POST", StringComparison.Ordinal)).Split("\r\n\r\n", 2)[1];

    /// <summary>A file of <c>Fixtures/Kserve</c>.</summary>
    public static string Written(string file) =>
        File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "Fixtures", "Kserve", file));

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
