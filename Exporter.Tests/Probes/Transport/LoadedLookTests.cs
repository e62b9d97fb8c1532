using System.Collections.Concurrent;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Transport;

/// <summary>A probe neither wakes nor loads what its server has put away.</summary>
internal sealed class LoadedLookTests
{
    private const string Embedding = """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.6,0.8]}],"model":"m"}""";
    private const string LmStudio = """{"object":"list","data":[{"id":"m","type":"embeddings","state":"not-loaded"},{"id":"other","state":"loaded"}]}""";

    [TestCase("llama.cpp", """{"build_info":"b11669-Debian","is_sleeping":true}""", "/props", "is_sleeping")]
    [TestCase("lm-studio", LmStudio, "/api/v0/models", "'m' is not loaded")]
    public async Task A_model_that_is_put_away_is_not_asked(string server, string page, string path, string reason)
    {
        var (result, asked) = await AskAsync(server, 200, page);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(result.Skipped, Is.EqualTo(ProbeSkipReason.NotLoaded));
            Assert.That(result.Reason, Does.Contain(reason));
            Assert.That(asked, Is.EqualTo(new[] { $"GET {path} HTTP/1.1" }));
        }
    }

    [TestCase("llama.cpp", 200, """{"build_info":"b11669-Debian","is_sleeping":false}""", TestName = "Awake")]
    [TestCase("llama.cpp", 200, """{"build_info":"b4000"}""", TestName = "Older than sleeping")]
    [TestCase("llama.cpp", 503, """{"error":{"code":503,"message":"Loading model"}}""", TestName = "Not ready to say")]
    [TestCase("llama.cpp", 200, "<html>", TestName = "No JSON")]
    [TestCase("lm-studio", 200, """{"data":[{"id":"m","state":"loaded"},{"id":"other","state":"not-loaded"}]}""", TestName = "Loaded")]
    [TestCase("lm-studio", 200, """{"data":[{"id":"other","state":"not-loaded"}]}""", TestName = "Unknown to the server")]
    [TestCase("lm-studio", 404, "", TestName = "No such page")]
    public async Task Anything_else_is_asked(string server, int status, string page)
    {
        var (result, asked) = await AskAsync(server, status, page);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(asked, Has.Count.EqualTo(2));
    }

    [TestCase("llama.cpp", true)]
    [TestCase("vllm", false)]
    [TestCase(null, false)]
    public async Task Nobody_looks_where_loading_is_allowed_or_the_server_has_no_such_page(string? server, bool allow)
    {
        var (result, asked) = await AskAsync(server, 200, """{"is_sleeping":true}""", allow);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(asked, Is.EqualTo(new[] { "POST /v1/embeddings HTTP/1.1" }));
    }

    private static async Task<(ProbeResult Result, IReadOnlyCollection<string> Asked)> AskAsync(string? kind, int status, string page, bool allow = false)
    {
        var asked = new ConcurrentQueue<string>();
        await using var server = new ScriptedServer(async connection =>
        {
            var line = (await connection.ReadRequestAsync()).Split("\r\n")[0];
            asked.Enqueue(line);
            await (line.StartsWith("GET", StringComparison.Ordinal) ? connection.AnswerAsync(status, page) : connection.AnswerAsync(200, Embedding));
        });
        var target = ProbeBench.Target(server.Url) with { Server = Enum.GetValues<ServerKind>().Where(k => ServerKindNames.NameOf(k) == kind).Select(k => (ServerKind?)k).SingleOrDefault() };
        using var probe = ProbeFactory.Create(target, new OpenAiEmbeddingsProbeConfig { Name = "p", AllowLoad = allow });

        return (await ProbeBench.AskAsync(probe), asked);
    }
}
