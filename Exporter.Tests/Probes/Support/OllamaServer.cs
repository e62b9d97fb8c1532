using System.Collections.Concurrent;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Support;

/// <summary>Speaks as much of Ollama as a probe hears: which model is loaded and until when, and one answer.</summary>
internal sealed class OllamaServer : IAsyncDisposable
{
    private readonly ScriptedServer server;

    public OllamaServer() => server = new ScriptedServer(PlayAsync);

    public Uri Url => server.Url;

    /// <summary>When the loaded model goes; null means that none is loaded.</summary>
    public DateTimeOffset? Expiry { get; set; } = DateTimeOffset.UtcNow.AddMinutes(5);

    /// <summary>Whether the request that is answered puts the moment off at once, as it does but for some microseconds.</summary>
    public bool CountsAtOnce { get; set; } = true;

    /// <summary>Lines of the answer.</summary>
    public string Answer { get; set; } =
        """
        {"model":"m:latest","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"Red"},"done":false}
        {"model":"m:latest","message":{"role":"assistant","content":" and blue"},"done":false}
        {"model":"m:latest","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","total_duration":9000000000,"load_duration":2000000000,"prompt_eval_count":11,"prompt_eval_duration":30000000,"eval_count":5,"eval_duration":400000000}

        """;

    public int Status { get; set; } = 200;

    /// <summary>First lines of what was asked.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public string LastBody { get; private set; } = "";

    /// <summary>How often the model was asked.</summary>
    public int Questions => Requests.Count(line => line.StartsWith("POST", StringComparison.Ordinal));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task PlayAsync(ScriptedConnection connection)
    {
        var request = await connection.ReadRequestAsync();
        Requests.Enqueue(request.Split("\r\n")[0]);
        if (request.StartsWith("GET /api/ps ", StringComparison.Ordinal))
        {
            var model = Expiry is { } at ? $$"""{"name":"m:latest","model":"m:latest","size_vram":1,"expires_at":"{{at:O}}"}""" : "";
            await connection.AnswerAsync(200, $$"""{"models":[{{model}}]}""");
            return;
        }

        LastBody = request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        if (CountsAtOnce)
        {
            Expiry = (Expiry ?? DateTimeOffset.UtcNow) + TimeSpan.FromSeconds(1);
        }

        await connection.AnswerAsync(Status, Answer, Status == 200 ? "application/x-ndjson" : "application/json");
    }
}
