using System.Collections.Concurrent;
using Exporter.Configuration;
using Exporter.Configuration.Traffic;
using Exporter.Tests.Support;

namespace Exporter.Tests.Traffic.ServerMetrics;

/// <summary>What a server tells of itself beside its metrics: version, model, and whether it has one loaded.</summary>
internal sealed class ServerAboutTests : ServerMetricsFixture
{
    [TestCase("vllm:num_requests_running 1\n", "/version", """{"version":"0.11.0"}""", "server=vllm,version=0.11.0,model=")]
    [TestCase("llamacpp:requests_processing 1\n", "/props", """{"build_info":"b4700-abc","total_slots":1}""", "server=llama.cpp,version=b4700-abc,model=")]
    [TestCase("tgi_queue_size 1\n", "/info", """{"model_id":"hf/llama","version":"3.3.4"}""", "server=tgi,version=3.3.4,model=hf/llama")]
    [TestCase("nv_inference_pending_request_count 1\n", "/v2", """{"name":"triton","version":"2.61.0","extensions":["statistics"]}""", "server=triton,version=2.61.0,model=")]
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

    /// <summary>Else a server that has no time for the question would look like another one, and be told of as such.</summary>
    [Test]
    public async Task Version_and_model_stay_known_while_the_page_does_not_answer()
    {
        var asked = 0;
        await using var server = new ScriptedServer(async connection =>
        {
            var isAbout = (await connection.ReadRequestAsync()).Split(' ')[1] == "/version";
            asked += isAbout ? 1 : 0;
            await connection.AnswerAsync(isAbout && asked > 1 ? 503 : 200, isAbout ? """{"version":"0.11.0"}""" : "vllm:num_requests_running 1\n");
        });
        await ReadAsync(Target("a", server.Url));
        for (var i = 0; i < 41; i++)
        {
            await ReadAgainAsync("target.server.info{target=a,server=vllm,version=0.11.0,model=} 1");
        }

        Assert.That(asked, Is.EqualTo(2));
    }

    [Test]
    public async Task Metrics_on_a_port_of_their_own_are_asked_there_and_everything_else_at_the_url()
    {
        await using var api = ScriptedServer.Answering(200, """{"name":"triton","version":"2.61.0"}""");
        await using var metrics = ScriptedServer.Answering(200, "nv_inference_pending_request_count 1\n", "text/plain");
        await ReadAsync(Target("a", api.Url, new RelayConfig { Port = metrics.Url.Port }));

        Assert.That(Observe(), Has.One.EqualTo("target.server.info{target=a,server=triton,version=2.61.0,model=} 1").And.One.EqualTo("target.requests.waiting{target=a} 1"));
        Assert.That((api.Connections, metrics.Connections), Is.EqualTo((1, 1)));
    }

    /// <summary>Its page of facts goes through the engine and shows its API key.</summary>
    [Test]
    public async Task SGLang_is_asked_for_its_metrics_alone()
    {
        await using var server = ScriptedServer.Answering(200, "sglang:num_running_reqs 1\n", "text/plain");
        await ReadAsync(Target("a", server.Url));

        Assert.That(Observe(), Has.One.EqualTo("target.server.info{target=a,server=sglang,version=,model=} 1"));
        Assert.That(server.Connections, Is.EqualTo(1));
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
