using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using static Exporter.Tests.Probes.Support.Recording;

namespace Exporter.Tests.Probes.Protocols;

/// <summary>Answers recorded from a llama.cpp server of October 2026 (b11669), which differ from those of <see cref="LlamaServerReplayTests"/> in many small things.</summary>
public class LlamaServerB11669ReplayTests
{
    private const string Folder = "llama-server-b11669";

    private static readonly VectorExpectConfig Vector = new() { Dimension = 64, Normalized = true };

    // file, how it is asked, verdict, tokens in/out, finish_reason
    private static readonly TestCaseData[] Verdicts =
    [
        Row("404.txt", ProbeBench.Chat(), "http_error http_4xx", "-", null),
        // It was 500 once.
        Row("chat_badjson.txt", ProbeBench.Chat(), "http_error http_4xx", "-", null),
        Row("chat_nostream.txt", ProbeBench.Chat(stream: false), "success -", "27/8 usage", "length"),
        Row("chat_on_embeddings_server.txt", ProbeBench.Chat(), "http_error http_5xx", "-", null),
        Row("chat_stream.txt", ProbeBench.Chat(), "success -", "27/8 usage", "length"),
        // No usage unless it is asked for: the chunks are counted, the first with a role and no content not among them.
        Row("chat_stream_without_usage.txt", ProbeBench.Chat(), "success -", "/8 chunks", "length"),
        // A prompt that is too long is refused now, where it was cut silently.
        Row("ctx_exceeded.txt", ProbeBench.Chat(), "http_error http_4xx", "-", null),
        Row("embeddings.txt", ProbeBench.Embeddings(Vector, "a", "red"), "success -", "6/ usage", null),
        Row("embeddings.txt", ProbeBench.Embeddings(Vector, "a"), "invalid assertion", "6/ usage", null),
        Row("embeddings_base64.txt", ProbeBench.Embeddings(Vector, "a", "red"), "success -", "6/ usage", null),
        Row("embeddings_on_chat_server.txt", ProbeBench.Embeddings(null, "a", "red"), "http_error http_5xx", "-", null),
        // Zeros with 200, still; the nulls are gone.
        Row("embeddings_on_rerank_server.txt", ProbeBench.Embeddings(null, "a", "red"), "invalid assertion", "6/ usage", null),
        Row("health.txt", ProbeBench.HttpJson(new JsonExpectConfig { Pointer = "/status", EqualTo = "ok" }), "success -", "-", null),
        Row("loading_503.txt", ProbeBench.Chat(), "http_error http_5xx", "-", null),
        Row("loading_503.txt", ProbeBench.Embeddings(), "http_error http_5xx", "-", null),
        Row("loading_health.txt", ProbeBench.Http(), "http_error http_5xx", "-", null),
        Row("loading_metrics.txt", ProbeBench.Http(), "http_error http_5xx", "-", null),
        Row("metrics.txt", ProbeBench.Http(new HttpExpectConfig { BodyMatches = new(["(?m)^llamacpp:requests_processing 0$"]) }), "success -", "-", null),
        Row("metrics_disabled.txt", ProbeBench.Http(), "http_error http_5xx", "-", null),
        Row("props.txt", ProbeBench.HttpJson(new JsonExpectConfig { Pointer = "/total_slots", Min = 4, Max = 4 }), "success -", "-", null),
        Row("rerank.txt", ProbeBench.Rerank(new RerankExpectConfig { Top = 0, Order = new([0, 1, 2]) }), "success -", "18/ usage", null),
        Row("rerank.txt", ProbeBench.Rerank(new RerankExpectConfig { MaxScore = 1 }), "invalid assertion", "18/ usage", null),
        Row("rerank_on_chat_server.txt", ProbeBench.Rerank(), "http_error http_5xx", "-", null),
        Row("rerank_tei_shape.txt", ProbeBench.Rerank(new RerankExpectConfig { Top = 0, Order = new([0, 1, 2]) }, dialect: RerankDialect.Tei), "success -", "-", null),
        Row("v1_completions.txt", ProbeBench.Completion(stream: false, new TextExpectConfig { MinLength = 1 }), "success -", "9/8 usage", "length"),
        Row("v1_completions_stream.txt", ProbeBench.Completion(expect: new TextExpectConfig { Contains = new(["of"]) }), "success -", "9/8 usage", "length"),
        Row("v1_models.txt", ProbeBench.HttpJson(new JsonExpectConfig { Pointer = "/data/0/owned_by", EqualTo = "llamacpp" }), "success -", "-", null),
    ];

    [TestCaseSource(nameof(Verdicts))]
    public Task A_recorded_answer_is_judged_right(string file, object config, string verdict, string tokens, string? finishReason) =>
        JudgeAsync(Folder, file, (ProbeConfig)config, verdict, tokens, finishReason);

    [Test]
    public void Every_recording_has_its_verdict() =>
        Assert.That(Verdicts.Select(row => row.Arguments[0]).Distinct(), Is.EquivalentTo(Names(Folder)));

    /// <summary>Its last event brings them, with no choices in it.</summary>
    [TestCase("chat_stream.txt", 0.649, 0.763, 26)]
    [TestCase("chat_stream_without_usage.txt", 0.106, 0.458, null, Description = "and without usage the event with the finish_reason")]
    public async Task What_the_server_says_of_its_own_time_and_of_its_cache_is_kept(string file, double prefill, double decode, int? cached)
    {
        var result = await AskAsync(Folder, file, ProbeBench.Chat());

        Assert.That(result.ServerDurations, Is.EqualTo(new ServerDurations { Prefill = TimeSpan.FromMilliseconds(prefill), Decode = TimeSpan.FromMilliseconds(decode) }));
        Assert.That(result.Tokens!.Cached, Is.EqualTo(cached));
        Assert.That(result.Stream!.Chunks, Is.EqualTo(8), "neither the role at the beginning nor the usage at the end has text");
    }
}
