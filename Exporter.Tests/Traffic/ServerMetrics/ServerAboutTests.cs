using System.Collections.Concurrent;
using Exporter.Configuration;
using Exporter.Tests.Support;

namespace Exporter.Tests.Traffic.ServerMetrics;

/// <summary>What a server tells of itself beside its metrics: version, model, and whether it has one loaded.</summary>
internal sealed class ServerAboutTests : ServerMetricsFixture
{
    [TestCase("vllm:num_requests_running 1\n", "/version", """{"version":"0.11.0"}""", "server=vllm,version=0.11.0,model=")]
    [TestCase("llamacpp:requests_processing 1\n", "/props", """{"build_info":"b4700-abc","total_slots":1}""", "server=llama.cpp,version=b4700-abc,model=")]
    [TestCase("tgi_queue_size 1\n", "/info", """{"model_id":"hf/llama","version":"3.3.4"}""", "server=tgi,version=3.3.4,model=hf/llama")]
    [TestCase("te_queue_size 1\n", "/info", "<html>", "server=tei,version=,model=")]
    public async Task Version_and_model_are_asked_for_once_in_a_while(string metrics, string page, string about, string info)
    {
        var asked = new ConcurrentQueue<string>();
        await using var server = new ScriptedServer(async connection =>
        {
            var path = (await connection.ReadRequestAsync()).Split(' ')[1];
            asked.Enqueue(path);
            await connection.AnswerAsync(200, path == "/metrics" ? metrics : about);
        });
        await ReadAsync(Target("a", server.Url));
        await ReadAgainAsync($"target.server.info{{target=a,{info}}} 1");

        Assert.That(asked, Is.EqualTo(new[] { "/metrics", page, "/metrics" }));
    }

    [Test]
    public async Task Ollama_which_has_no_metrics_tells_which_models_it_has_loaded()
    {
        var models = """{"models":[{"name":"llama3.2:latest"}]}""";
        await using var server = new ScriptedServer(async connection =>
        {
            var path = (await connection.ReadRequestAsync()).Split(' ')[1];
            await connection.AnswerAsync(path is "/api/ps" or "/api/version" ? 200 : 404, path == "/api/ps" ? models : """{"version":"0.12.3"}""");
        });
        await ReadAsync(Target("a", server.Url) with { Server = ServerKind.Ollama });
        Assert.That(Observe(), Has.One.EqualTo("target.server.info{target=a,server=ollama,version=0.12.3,model=llama3.2:latest} 1").And.One.EqualTo("target.metrics.up{target=a} 1"));
        Assert.That(servers.Find("a")!.IsSleeping, Is.False);

        models = """{"models":[]}""";
        await ReadAgainAsync();
        Assert.That(servers.Find("a")!.IsSleeping, Is.True);

        models = "nothing";
        await ReadAgainAsync("target.metrics.failing{target=a,reason=not_metrics} 1");
    }
}
