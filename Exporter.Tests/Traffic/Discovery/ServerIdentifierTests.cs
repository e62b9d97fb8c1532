using System.Collections.Concurrent;
using System.Net;
using Exporter.Configuration;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;
using Exporter.Tests.Traffic.ServerMetrics;
using Exporter.Traffic.Discovery;

namespace Exporter.Tests.Traffic.Discovery;

/// <summary>Each kind of server by what it answers to GETs.</summary>
internal sealed class ServerIdentifierTests
{
    private static readonly string VllmMetrics = System.Text.Encoding.UTF8.GetString(ServerFixture.Bytes("vllm-v1"));

    private readonly ConcurrentQueue<string> asked = new();

    private static IEnumerable<TestCaseData> Servers()
    {
        static TestCaseData Case(string name, ServerKind kind, string? version, string models, string server, params (string Path, string Body)[] pages) =>
            new TestCaseData(kind, version, models, server, pages).SetArgDisplayNames(name);

        static string List(string owner, params string[] ids) =>
            "{\"object\":\"list\",\"data\":[" + string.Join(',', ids.Select(id => $$"""{"id":"{{id}}","object":"model","owned_by":"{{owner}}"}""")) + "]}";

        yield return Case("vllm", ServerKind.Vllm, "0.11.0", "Qwen/Qwen3-4B,lora", "uvicorn", ("/v1/models", List("vllm", "Qwen/Qwen3-4B", "lora")), ("/version", """{"version":"0.11.0"}"""));
        yield return Case("vllm with a key", ServerKind.Vllm, "0.11.0", "", "uvicorn", ("/version", """{"version":"0.11.0"}"""), ("/metrics", VllmMetrics));
        yield return Case("sglang", ServerKind.Sglang, null, "m", "uvicorn", ("/v1/models", List("sglang", "m")));
        yield return Case("llama.cpp", ServerKind.LlamaCpp, "b4700-abc", "gpt", "llama.cpp", ("/", "<html>"), ("/v1/models", List("llamacpp", "gpt")), ("/props", """{"build_info":"b4700-abc","total_slots":1}"""));
        yield return Case("tgi", ServerKind.Tgi, "3.3.4", "hf/llama", "", ("/info", """{"model_id":"hf/llama","router":"text-generation-router","version":"3.3.4"}"""));
        yield return Case("tei", ServerKind.Tei, "1.8.0", "BAAI/bge", "", ("/", "page"), ("/info", """{"model_id":"BAAI/bge","model_type":{"reranker":{"id2label":{"0":"a"}}},"version":"1.8.0"}"""));
        yield return Case("gradio 5", ServerKind.Gradio, "5.45.0", "", "uvicorn", ("/", "<html>"), ("/config", """{"version":"5.45.0","dependencies":[],"components":[]}"""));
        yield return Case("triton", ServerKind.Triton, "2.50.0", "", "", ("/v2", """{"name":"triton","version":"2.50.0","extensions":["classification"]}"""));
        yield return Case("kserve", ServerKind.Kserve, "1.6.1", "", "uvicorn", ("/v2", """{"name":"mlserver","version":"1.6.1","extensions":[]}"""));
        yield return Case("ollama", ServerKind.Ollama, "0.12.3", "llama3.2:latest", "", ("/", "Ollama is running"), ("/api/version", """{"version":"0.12.3"}"""), ("/api/ps", """{"models":[]}"""), ("/api/tags", """{"models":[{"name":"llama3.2:latest"}]}"""));
        yield return Case("lm studio", ServerKind.LmStudio, null, "qwen", "", ("/api/v0/models", """{"object":"list","data":[{"id":"qwen","state":"loaded"}]}"""));
        yield return Case("litellm", ServerKind.LiteLlm, null, "", "uvicorn", ("/", "<html>"), ("/health/liveliness", "\"I'm alive!\""));
        yield return Case("torchserve", ServerKind.TorchServe, null, "", "", ("/ping", """{"status": "Healthy"}"""));
        yield return Case("bentoml", ServerKind.BentoMl, null, "", "uvicorn", ("/schema.json", """{"name":"Summary","type":"service","routes":[{"name":"a"}]}"""));
        yield return Case("an unknown one of OpenAI's protocol", ServerKind.OpenAi, null, "m", "uvicorn", ("/v1/models", List("me", "m")), ("/openapi.json", """{"openapi":"3.1.0","paths":{}}"""));
        yield return Case("fastapi", ServerKind.FastApi, null, "", "uvicorn", ("/openapi.json", """{"openapi":"3.1.0","paths":{"/predict":{"post":{}},"/health":{"get":{}}}}"""));
        yield return Case("flask", ServerKind.Flask, null, "", "Werkzeug/3.1.8 Python/3.13.5");
        yield return Case("nginx", ServerKind.Other, "1.26.3", "", "nginx/1.26.3", ("/", "hello"));
        yield return Case("a page for every path", ServerKind.Other, "6.4.2", "", "TornadoServer/6.4.2", [.. Fingerprints.All.Select(f => (f.Path, "<!doctype html>"))]);
        yield return Case("streamlit", ServerKind.Streamlit, null, "", "TornadoServer/6.4.2", [("/_stcore/health", "ok"), .. Fingerprints.All.Where(f => f.Path != "/_stcore/health").Select(f => (f.Path, "<!doctype html>"))]);
        yield return Case("this program", ServerKind.Other, null, "", "", ("/metrics", "modelhost_exporter_build_info 1\n# what a server says is passed on\nvllm:num_requests_running{target=\"a\"} 1\n"));
        yield return Case("nonsense everywhere", ServerKind.Other, null, "", "", [.. Fingerprints.All.Select(f => (f.Path, "[1,\"x\",null]"))]);
    }

    [TestCaseSource(nameof(Servers))]
    public async Task A_server_is_named_by_gets_alone(ServerKind kind, string? version, string models, string server, (string Path, string Body)[] pages)
    {
        await using var scripted = Serving(server, pages);

        var found = await IdentifyAsync(scripted);

        Assert.That((found?.Kind, found?.Identity.Version, string.Join(',', found?.Identity.Models ?? [])), Is.EqualTo((kind, version, models)), found?.Identity.FoundBy);
        Assert.That(asked, Is.All.StartsWith("GET /"));
        Assert.That(asked.Select(request => request.Split("\r\n")), Is.All.Some.Matches(@"^User-Agent: modelhost-exporter/.* \(discovery\)$"));
        Assert.That(found!.Identity.IsTentative, Is.False);
    }

    [Test]
    public async Task A_server_that_loads_its_model_says_so()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.AnswerAsync(503, """{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}""");
        });

        var found = await IdentifyAsync(server);

        Assert.That((found!.Kind, found.Identity.IsLoading), Is.EqualTo((ServerKind.LlamaCpp, true)));
    }

    [Test]
    public async Task A_server_that_wants_a_key_and_one_that_is_named_all_the_same()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            var request = await connection.ReadRequestAsync();
            var path = request.Split(' ')[1];
            await connection.AnswerAsync(path == "/v1/models" ? 401 : path == "/metrics" ? 200 : 404, path == "/metrics" ? VllmMetrics : "{}");
        });

        var found = await IdentifyAsync(server);

        Assert.That((found!.Kind, found.NeedsCredentials, found.HasMetrics), Is.EqualTo((ServerKind.Vllm, true, true)));
        Assert.That(found.MetricPrefixes, Is.EqualTo(new[] { "vllm:" }));
    }

    [Test]
    public async Task Behind_tls_it_is_found_too()
    {
        using var certificate = TestCertificates.SelfSigned(DateTimeOffset.UtcNow.AddDays(1));
        await using var server = new ScriptedServer(
            async connection =>
            {
                var request = await connection.ReadRequestAsync();
                await connection.AnswerAsync(200, request.StartsWith("GET / ", StringComparison.Ordinal) ? "Ollama is running" : "{}");
            },
            certificate);

        var found = await IdentifyAsync(server);

        Assert.That((found?.Kind, found?.Url.Scheme), Is.EqualTo((ServerKind.Ollama, "https")));
    }

    [Test]
    public async Task Who_speaks_no_http_is_asked_no_further()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.SendAsync("SSH-2.0-OpenSSH_9.2\r\n");
            await connection.HoldAsync();
        });

        Assert.That(await IdentifyAsync(server), Is.Null);
        Assert.That(server.Connections, Is.LessThanOrEqualTo(2), "in the clear and with TLS");
    }

    [Test]
    public async Task Who_never_answers_costs_a_second_and_no_more()
    {
        await using var server = new ScriptedServer(static async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.HoldAsync();
        });
        var options = new DiscoveryOptions { RequestTimeout = TimeSpan.FromMilliseconds(50) };
        using var client = new DiscoveryClient(options, TimeProvider.System);

        Assert.That(await new ServerIdentifier(client).IdentifyAsync(new Candidate(IPAddress.Loopback, server.Port, []), CancellationToken.None), Is.Null);
    }

    private static async Task<DiscoveredServer?> IdentifyAsync(ScriptedServer server)
    {
        // Longer than in life: what is looked at here is not how fast a busy test machine answers.
        using var client = new DiscoveryClient(new DiscoveryOptions { RequestTimeout = TimeSpan.FromSeconds(10) }, TimeProvider.System);
        return await new ServerIdentifier(client).IdentifyAsync(new Candidate(IPAddress.Loopback, server.Port, []), CancellationToken.None);
    }

    private ScriptedServer Serving(string server, (string Path, string Body)[] pages) => new(async connection =>
    {
        var request = await connection.ReadRequestAsync();
        asked.Enqueue(request);
        var page = pages.FirstOrDefault(p => p.Path == request.Split(' ')[1]);
        await connection.AnswerAsync(page.Path is null ? 404 : 200, page.Body ?? "{}", headers: server.Length > 0 ? $"Server: {server}\r\n" : "");
    });
}
