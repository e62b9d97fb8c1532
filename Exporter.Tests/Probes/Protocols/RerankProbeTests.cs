using System.Collections.Concurrent;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Protocols;

public class RerankProbeTests
{
    private const string Jina = """{"results":[{"index":2,"relevance_score":0.1},{"index":1,"relevance_score":0.9},{"index":0,"relevance_score":0.5}],"usage":{"total_tokens":12}}""";
    private const string Tei = """[{"index":1,"score":0.9},{"index":0,"score":0.5},{"index":2,"score":0.1}]""";
    private const string Score = """{"object":"list","data":[{"index":0,"object":"score","score":0.5},{"index":1,"object":"score","score":0.9},{"index":2,"object":"score","score":0.1}]}""";

    private static readonly RerankExpectConfig InOrder = new() { Top = 1, Order = new([1, 0, 2]), MinScore = 0, MaxScore = 1 };

    [TestCase(RerankDialect.Jina, Jina, "POST /v1/rerank ", """{"model":"m","query":"q","documents":["d0","d1","d2"],"top_n":3}""")]
    [TestCase(RerankDialect.Tei, Tei, "POST /rerank ", """{"query":"q","texts":["d0","d1","d2"],"raw_scores":false}""")]
    [TestCase(RerankDialect.Score, Score, "POST /v1/score ", """{"model":"m","text_1":"q","text_2":["d0","d1","d2"]}""")]
    public async Task Each_dialect_is_written_and_read(object dialect, string answer, string line, string body)
    {
        var requests = new ConcurrentQueue<string>();
        await using var server = new ScriptedServer(async connection =>
        {
            requests.Enqueue(await connection.ReadRequestAsync());
            await connection.AnswerAsync(200, answer);
        });

        var result = await ProbeBench.AskAsync(server, ProbeBench.Rerank(InOrder, dialect: (RerankDialect)dialect));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(requests.Single(), Does.StartWith(line).And.EndsWith(body));
        Assert.That(result.Input, Is.EqualTo(new ProbeInput(3, 7)));
    }

    [TestCase("/v1/rerank", Jina, 1)]
    [TestCase("/rerank", Tei, 2)]
    [TestCase("/v1/score", Score, 3)]
    public async Task The_dialect_is_found_and_kept(string path, string answer, int asked)
    {
        await using var server = new ScriptedServer(async connection =>
        {
            var isKnown = (await connection.ReadRequestAsync()).StartsWith($"POST {path} ", StringComparison.Ordinal);
            await connection.AnswerAsync(isKnown ? 200 : 404, isKnown ? answer : """{"detail":"Not Found"}""");
        });
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), ProbeBench.Rerank(InOrder, dialect: RerankDialect.Auto));

        var first = await ProbeBench.AskAsync(probe);
        var second = await ProbeBench.AskAsync(probe);

        Assert.That(ProbeBench.Verdict(first), Is.EqualTo("success -"), first.Reason);
        Assert.That(ProbeBench.Verdict(second), Is.EqualTo("success -"), second.Reason);
        Assert.That(server.Connections, Is.EqualTo(asked + 1), "asked until understood, and then only so");
    }

    [Test]
    public async Task A_server_that_understands_none_is_told_by_the_first()
    {
        var answers = new ConcurrentQueue<string>(["model 'm' not found", "no such path", "no such path"]);
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            answers.TryDequeue(out var message);
            await connection.AnswerAsync(404, "{\"error\":{\"message\":\"" + message + "\"}}");
        });

        var result = await ProbeBench.AskAsync(server, ProbeBench.Rerank(dialect: RerankDialect.Auto));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("http_error http_4xx"));
        Assert.That(result.Reason, Is.EqualTo("status 404: model 'm' not found"));
    }

    [TestCase(503)]
    [TestCase(429)]
    public async Task A_server_in_trouble_is_not_asked_in_other_dialects(int status)
    {
        await using var server = ScriptedServer.Answering(status, """{"error":{"message":"Loading model"}}""");

        await ProbeBench.AskAsync(server, ProbeBench.Rerank(dialect: RerankDialect.Auto));

        Assert.That(server.Connections, Is.EqualTo(1));
    }

    [TestCase("""[{"index":0,"score":0.9},{"index":1,"score":0.5},{"index":2,"score":0.1}]""", "document 0 has the score 0.9, not less than document 1 with 0.5")]
    [TestCase("""[{"index":0,"score":0.5},{"index":1,"score":0.5},{"index":2,"score":0.5}]""", "document 0 has the score 0.5, not less than document 1 with 0.5")]
    [TestCase("""[{"index":1,"score":0.9},{"index":2,"score":0.5},{"index":0,"score":0.1}]""", "document 0 has the score 0.1, not more than document 2 with 0.5")]
    [TestCase("""[{"index":1,"score":9},{"index":0,"score":0.5},{"index":2,"score":0.1}]""", "document 1 has the score 9, not 0 to 1")]
    [TestCase("""[{"index":1,"score":0.9},{"index":0,"score":0.5}]""", "document 2 has no score")]
    [TestCase("""[{"index":1,"score":0.9},{"index":1,"score":0.5},{"index":2,"score":0.1}]""", "the answer scores document 1 twice")]
    [TestCase("""[{"index":3,"score":0.9}]""", "the answer scores document 3; 3 were sent")]
    [TestCase("""[{"index":0,"score":null}]""", "document 0 has no number as its score")]
    [TestCase("""[]""", "document 0 has no score")]
    public async Task A_wrong_answer_is_invalid(string answer, string reason)
    {
        await using var server = ScriptedServer.Answering(200, answer);

        var result = await ProbeBench.AskAsync(server, ProbeBench.Rerank(InOrder));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("invalid assertion"));
        Assert.That(result.Reason, Is.EqualTo(reason));
    }

    [Test]
    public async Task Negative_raw_scores_are_scores()
    {
        await using var server = ScriptedServer.Answering(200, """[{"index":0,"score":-7.5},{"index":1,"score":-2},{"index":2,"score":-9}]""");

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(server, ProbeBench.Rerank(new RerankExpectConfig { Top = 1, Order = new([1, 0, 2]) }))), Is.EqualTo("success -"));
    }
}
