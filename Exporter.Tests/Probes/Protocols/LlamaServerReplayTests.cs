using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using static Exporter.Tests.Probes.Support.Recording;

namespace Exporter.Tests.Probes.Protocols;

/// <summary>
/// Answers recorded from a real llama.cpp server (February 2025), played back byte for byte, against verdicts written by hand
/// beforehand. In the recordings the framing of the streams had been taken off; it is put back, an event a chunk.
/// </summary>
public class LlamaServerReplayTests
{
    private const string Folder = "llama-server";

    private static readonly JsonExpectConfig FirstRanked = new() { Pointer = "/results/1/relevance_score", Min = 4 };
    private static readonly JsonExpectConfig FirstNumber = new() { Pointer = "/data/0/embedding/12", Type = JsonValueType.Number };

    // file, how it is asked, verdict, tokens in/out, finish_reason
    private static readonly TestCaseData[] Verdicts =
    [
        Row("404.txt", ProbeBench.Chat(), "http_error http_4xx", "-", null),
        Row("chat_badjson.txt", ProbeBench.Chat(), "http_error http_5xx", "-", null),
        Row("chat_nostream.txt", ProbeBench.Chat(stream: false), "success -", "29/16 usage", "length"),
        Row("chat_stream.txt", ProbeBench.Chat(), "success -", "29/16 usage", "length"),
        Row("chat_stream_usage.txt", ProbeBench.Chat(), "success -", "29/16 usage", "length"),
        // Another protocol's stream, which the chat probe must not take for its own.
        Row("completion_stream.txt", ProbeBench.Chat(), "protocol_error stream_truncated", "-", null),
        // Too long a prompt is cut silently with 200: nothing to see but the tokens.
        Row("ctx_exceeded.txt", ProbeBench.Chat(stream: false), "success -", "2886/4 usage", "length"),
        Row("embeddings.txt", ProbeBench.HttpJson(FirstNumber), "success -", "-", null),
        // Zeros and nulls with 200, from the wrong kind of model.
        Row("embeddings_on_rerank_server.txt", ProbeBench.HttpJson(FirstNumber), "invalid assertion", "-", null),
        Row("health.txt", ProbeBench.HttpJson(new JsonExpectConfig { Pointer = "/status", EqualTo = "ok" }), "success -", "-", null),
        Row("loading_503.txt", ProbeBench.Chat(), "http_error http_5xx", "-", null),
        Row("loading_metrics.txt", ProbeBench.Http(), "http_error http_5xx", "-", null),
        Row("metrics_after.txt", ProbeBench.Http(new HttpExpectConfig { BodyMatches = new(["(?m)^llamacpp:requests_processing 0$"]) }), "success -", "-", null),
        Row("metrics_after.txt", ProbeBench.HttpJson(new JsonExpectConfig { Pointer = "" }), "protocol_error not_json", "-", null),
        Row("props.txt", ProbeBench.HttpJson(new JsonExpectConfig { Pointer = "/total_slots", Min = 1 }), "success -", "-", null),
        Row("rerank.txt", ProbeBench.HttpJson(FirstRanked), "success -", "-", null),
        Row("rerank_on_chat_server.txt", ProbeBench.HttpJson(FirstRanked), "http_error http_5xx", "-", null),
        Row("rerank_tei_shape.txt", ProbeBench.HttpJson(FirstRanked), "invalid assertion", "-", null),
        // A completion is no chat answer: it has choices, but no message in them.
        Row("v1_completions.txt", ProbeBench.Chat(stream: false, new TextExpectConfig { MinLength = 1 }), "invalid assertion", "2/8 usage", "length"),
        Row("v1_completions_stream.txt", ProbeBench.Chat(expect: new TextExpectConfig { MinLength = 1 }), "invalid assertion", "2/8 usage", "length"),
        // The same through the protocols that are made for them.
        Row("v1_completions.txt", ProbeBench.Completion(stream: false, new TextExpectConfig { MinLength = 1 }), "success -", "2/8 usage", "length"),
        Row("v1_completions_stream.txt", ProbeBench.Completion(expect: new TextExpectConfig { MinLength = 1 }), "success -", "2/8 usage", "length"),
        Row("chat_nostream.txt", ProbeBench.Completion(stream: false, new TextExpectConfig { MinLength = 1 }), "invalid assertion", "29/16 usage", "length"),
        Row("completion_stream.txt", ProbeBench.Completion(), "protocol_error stream_truncated", "-", null),
        Row("loading_503.txt", ProbeBench.Completion(), "http_error http_5xx", "-", null),
        Row("404.txt", ProbeBench.Completion(), "http_error http_4xx", "-", null),
        Row("embeddings.txt", ProbeBench.Embeddings(new VectorExpectConfig { Dimension = 64, Normalized = true }, "a", "b"), "success -", "7/ usage", null),
        Row("embeddings.txt", ProbeBench.Embeddings(new VectorExpectConfig { Dimension = 384 }, "a", "b"), "invalid assertion", "7/ usage", null),
        Row("embeddings.txt", ProbeBench.Embeddings(null, "a"), "invalid assertion", "7/ usage", null),
        Row("embeddings_on_rerank_server.txt", ProbeBench.Embeddings(), "invalid assertion", "3/ usage", null),
        Row("rerank.txt", ProbeBench.Embeddings(), "protocol_error other", "-", null),
        Row("rerank.txt", ProbeBench.Rerank(new RerankExpectConfig { Top = 1, Order = new([1, 0, 2]), MinScore = 2 }), "success -", "29/ usage", null),
        Row("rerank.txt", ProbeBench.Rerank(new RerankExpectConfig { Top = 0 }), "invalid assertion", "29/ usage", null),
        // Raw scores, which no sigmoid has been through.
        Row("rerank.txt", ProbeBench.Rerank(new RerankExpectConfig { MinScore = 0, MaxScore = 1 }), "invalid assertion", "29/ usage", null),
        Row("rerank.txt", ProbeBench.Rerank(documents: 4), "invalid assertion", "29/ usage", null),
        Row("rerank_tei_shape.txt", ProbeBench.Rerank(new RerankExpectConfig { Top = 1 }, documents: 2, RerankDialect.Tei), "success -", "-", null),
        Row("rerank_on_chat_server.txt", ProbeBench.Rerank(), "http_error http_5xx", "-", null),
        Row("v1_models.txt", ProbeBench.Embeddings(), "invalid assertion", "-", null),
        Row("v1_models.txt", ProbeBench.HttpJson(new JsonExpectConfig { Pointer = "/data/0/owned_by", EqualTo = "llamacpp" }), "success -", "-", null),
    ];

    [TestCaseSource(nameof(Verdicts))]
    public Task A_recorded_answer_is_judged_right(string file, object config, string verdict, string tokens, string? finishReason) =>
        JudgeAsync(Folder, file, (ProbeConfig)config, verdict, tokens, finishReason);

    /// <summary>The same question three times: at first all of it was computed, then only its last token.</summary>
    [TestCase("chat_nostream.txt", false, 0)]
    [TestCase("chat_stream.txt", true, 28)]
    [TestCase("chat_stream_usage.txt", true, 28)]
    public async Task What_came_from_the_cache_is_what_was_not_computed(string file, bool stream, int cached)
    {
        var result = await Recording.AskAsync(Folder, file, ProbeBench.Chat(stream));

        Assert.That(result.Tokens!.Cached, Is.EqualTo(cached));
    }

    [Test]
    public void Every_recording_has_its_verdict() =>
        Assert.That(
            Verdicts.Select(row => row.Arguments[0]).Distinct(),
            Is.EquivalentTo(Names(Folder)));

    [Test]
    public async Task What_the_server_says_of_its_own_time_is_kept()
    {
        var result = await AskAsync(Folder, "chat_stream.txt", ProbeBench.Chat());

        Assert.That(result.ServerDurations, Is.EqualTo(new ServerDurations { Prefill = TimeSpan.FromMilliseconds(0.526), Decode = TimeSpan.FromMilliseconds(4.134) }));
        Assert.That(result.Stream!.Chunks, Is.EqualTo(16), "the last chunk has no text");
    }
}
