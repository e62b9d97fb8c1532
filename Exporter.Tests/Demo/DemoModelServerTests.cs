using System.Net;
using System.Text.Json;
using Exporter.Demo.ModelServer;

namespace Exporter.Tests.Demo;

[TestFixture]
internal sealed class DemoModelServerTests
{
    private DemoServerFixture server = null!;

    [SetUp]
    public async Task Start() => server = await DemoServerFixture.StartAsync();

    [TearDown]
    public async Task Stop() => await server.DisposeAsync();

    [Test]
    public async Task Health_is_ok()
    {
        var (status, body) = await server.GetAsync("/health");
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(body.GetProperty("status").GetString(), Is.EqualTo("ok"));
    }

    [Test]
    public async Task Models_lists_the_one_model()
    {
        var (_, body) = await server.GetAsync("/v1/models");
        var models = body.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString());
        Assert.That(models, Is.EqualTo(new[] { "demo-model" }));
    }

    [Test]
    public async Task A_chat_in_one_piece_names_red_and_counts_its_tokens()
    {
        var (status, body) = await server.AskAsync("/v1/chat/completions", DemoRequests.Chat);
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        var choice = body.GetProperty("choices")[0];
        Assert.That(choice.GetProperty("message").GetProperty("content").GetString(), Is.EqualTo("The three primary colours are red, yellow and blue."));
        Assert.That(choice.GetProperty("finish_reason").GetString(), Is.EqualTo("stop"));
        Assert.That(body.GetProperty("object").GetString(), Is.EqualTo("chat.completion"));
        Assert.That(body.GetProperty("usage").GetProperty("completion_tokens").GetInt32(), Is.EqualTo(11));
        Assert.That(body.GetProperty("usage").GetProperty("total_tokens").GetInt32(), Is.EqualTo(body.GetProperty("usage").GetProperty("prompt_tokens").GetInt32() + 11));
    }

    [Test]
    public async Task A_streamed_chat_has_the_order_of_a_real_server()
    {
        var events = await server.StreamAsync("/v1/chat/completions", DemoRequests.ChatStream);
        Assert.That(events[^1], Is.EqualTo("[DONE]"));
        var chunks = events.SkipLast(1).Select(DemoServerFixture.Parse).ToArray();
        var deltas = chunks.SkipLast(1).Select(chunk => chunk.GetProperty("choices")[0]).ToArray();
        Assert.That(deltas[0].GetProperty("delta").GetProperty("role").GetString(), Is.EqualTo("assistant"));
        Assert.That(deltas[0].GetProperty("delta").GetProperty("content").GetString(), Is.Empty);
        Assert.That(string.Concat(deltas.Select(delta => delta.GetProperty("delta").GetProperty("content").GetString())), Is.EqualTo("The three primary colours are red, yellow and blue."));
        Assert.That(deltas.SkipLast(1).Select(delta => delta.GetProperty("finish_reason").ValueKind), Is.All.EqualTo(JsonValueKind.Null));
        Assert.That(deltas[^1].GetProperty("finish_reason").GetString(), Is.EqualTo("stop"));
        Assert.That(deltas, Has.Length.EqualTo(1 + 11 + 1), "role, tokens, end");
        Assert.That(chunks[^1].GetProperty("choices").GetArrayLength(), Is.Zero);
        Assert.That(chunks[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32(), Is.EqualTo(11));
        Assert.That(chunks.Select(chunk => chunk.GetProperty("id").GetString()).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task A_stream_without_include_usage_has_no_usage()
    {
        var events = await server.StreamAsync("/v1/chat/completions", DemoRequests.ChatStream.Replace("true}}", "false}}", StringComparison.Ordinal));
        Assert.That(events, Has.None.Contains("usage"));
        Assert.That(events[^1], Is.EqualTo("[DONE]"));
    }

    [Test]
    public async Task A_stream_takes_the_time_of_a_model()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await server.StreamAsync("/v1/chat/completions", DemoRequests.ChatStream);
        Assert.That(clock.Elapsed, Is.GreaterThan(TimeSpan.FromMilliseconds(20 + (10 * 5) - 5)), "first token after 20 ms or more, ten more tokens of 5 ms");
    }

    [Test]
    public async Task The_token_limit_cuts_the_answer()
    {
        var (_, body) = await server.AskAsync("/v1/chat/completions", DemoRequests.Chat.Replace("16", "3", StringComparison.Ordinal));
        var choice = body.GetProperty("choices")[0];
        Assert.That(choice.GetProperty("message").GetProperty("content").GetString(), Is.EqualTo("The three primary"));
        Assert.That(choice.GetProperty("finish_reason").GetString(), Is.EqualTo("length"));
    }

    [Test]
    public async Task Message_content_may_be_in_parts()
    {
        var (_, body) = await server.AskAsync("/v1/chat/completions", """{"model":"demo-model","messages":[{"role":"user","content":[{"type":"text","text":"2+"},{"type":"text","text":"2"}]}]}""");
        Assert.That(body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), Is.EqualTo("2 + 2 is 4."));
    }

    [Test]
    public async Task A_completion_answers_whole_and_streamed_with_the_same_text()
    {
        var (_, whole) = await server.AskAsync("/v1/completions", DemoRequests.Completion);
        Assert.That(whole.GetProperty("object").GetString(), Is.EqualTo("text_completion"));
        Assert.That(whole.GetProperty("choices")[0].GetProperty("text").GetString(), Is.EqualTo("The capital of France is Paris."));
        var events = await server.StreamAsync("/v1/completions", DemoRequests.Completion.Replace("}", ",\"stream\":true}", StringComparison.Ordinal));
        var texts = events.SkipLast(1).Select(DemoServerFixture.Parse).Select(chunk => chunk.GetProperty("choices")[0].GetProperty("text").GetString());
        Assert.That(string.Concat(texts), Is.EqualTo("The capital of France is Paris."));
    }

    [Test]
    public async Task Embeddings_are_unit_vectors_in_which_like_is_near_to_like()
    {
        var (_, body) = await server.AskAsync("/v1/embeddings", DemoRequests.Embeddings);
        var vectors = body.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("embedding").EnumerateArray().Select(number => number.GetDouble()).ToArray()).ToArray();
        Assert.That(vectors, Has.Length.EqualTo(3));
        Assert.That(vectors.Select(vector => vector.Length), Is.All.EqualTo(EmbeddingsEndpoint.Dimensions));
        Assert.That(vectors.Select(vector => Dot(vector, vector)), Is.All.EqualTo(1).Within(1e-5));
        Assert.That(Dot(vectors[0], vectors[1]), Is.GreaterThan(Dot(vectors[0], vectors[2]) + 0.2));
    }

    [Test]
    public async Task Embeddings_come_in_base64_where_asked_for()
    {
        var (_, plain) = await server.AskAsync("/v1/embeddings", """{"model":"demo-model","input":"hello"}""");
        var (_, coded) = await server.AskAsync("/v1/embeddings", """{"model":"demo-model","input":"hello","encoding_format":"base64"}""");
        var bytes = coded.GetProperty("data")[0].GetProperty("embedding").GetBytesFromBase64();
        var decoded = Enumerable.Range(0, bytes.Length / 4).Select(index => BitConverter.ToSingle(bytes, index * 4));
        Assert.That(decoded, Is.EqualTo(plain.GetProperty("data")[0].GetProperty("embedding").EnumerateArray().Select(number => number.GetSingle())));
    }

    [Test]
    public async Task Rerank_sorts_by_score()
    {
        var (_, body) = await server.AskAsync("/v1/rerank", DemoRequests.Rerank);
        var results = body.GetProperty("results").EnumerateArray().ToArray();
        Assert.That(results.Select(result => result.GetProperty("index").GetInt32()), Is.EqualTo(new[] { 1, 2, 0 }));
        Assert.That(results[0].GetProperty("relevance_score").GetDouble(), Is.EqualTo(0.99));
        Assert.That(results[2].GetProperty("relevance_score").GetDouble(), Is.EqualTo(0.01));
        Assert.That(results[0].GetProperty("document").GetProperty("text").GetString(), Is.EqualTo("Paris is the capital of France."));
    }

    [Test]
    public async Task Rerank_keeps_the_best_and_leaves_the_texts_out_where_asked_to()
    {
        var (_, body) = await server.AskAsync("/rerank", DemoRequests.Rerank.Replace("\"query\"", "\"top_n\":1,\"return_documents\":false,\"query\"", StringComparison.Ordinal));
        Assert.That(body.GetProperty("results").GetArrayLength(), Is.EqualTo(1));
        Assert.That(body.GetProperty("results")[0].TryGetProperty("document", out _), Is.False);
    }

    [TestCase("""{"text":"Ada Lovelace lived in London.","schema":"{\"person\": null, \"location\": null}"}""", "person:Ada Lovelace@0-12 location:London@22-28")]
    [TestCase("""{"text":"Ada Lovelace lived in London.","schema":{"location": null}}""", "location:London@22-28")]
    [TestCase("""{"text":"名古屋铁道会长谷口清太郎等人在日本积极筹资","schema":"{\"人物\": null, \"地理位置\": null}"}""", "人物:谷口清太郎@7-12 地理位置:日本@15-17 地理位置:名古屋@0-3")]
    [TestCase("""{"text":"正向,负向|这家店很好","schema":"{\"情感分类\": null}"}""", "情感分类:正向@0-2")]
    [TestCase("""{"text":"good,bad|It broke at once.","schema":{"mood": null}}""", "mood:bad@5-8")]
    [TestCase("""{"text":"Nothing known here.","schema":{"person": null}}""", "")]
    public async Task Predict_finds_spans(string request, string expected)
    {
        var (status, body) = await server.AskAsync("/api/predict", request);
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        var found = body.GetProperty("output").EnumerateArray().Select(group => group[0]).Select(span =>
            $"{span.GetProperty("type").GetString()}:{span.GetProperty("span").GetString()}@{span.GetProperty("offset")[0]}-{span.GetProperty("offset")[1]}");
        Assert.That(string.Join(" ", found), Is.EqualTo(expected));
    }

    [Test]
    public async Task Metrics_count_what_was_answered()
    {
        await server.AskAsync("/v1/chat/completions", DemoRequests.Chat);
        await server.StreamAsync("/v1/chat/completions", DemoRequests.ChatStream);
        var text = await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        Assert.That(text, Does.Contain("vllm:generation_tokens_total{model_name=\"demo-model\"} 22\n"));
        Assert.That(text, Does.Contain("vllm:request_success_total{model_name=\"demo-model\",finished_reason=\"stop\"} 2\n"));
        Assert.That(text, Does.Contain("vllm:iteration_tokens_total_count{model_name=\"demo-model\"} 22\n"));
        Assert.That(text, Does.Contain("vllm:num_requests_running{model_name=\"demo-model\"} 0\n"));
    }

    [TestCaseSource(typeof(DemoRequests), nameof(DemoRequests.All))]
    public async Task The_same_question_has_the_same_answer(string path, string request)
    {
        var (_, first) = await server.AskAsync(path, request);
        var (_, second) = await server.AskAsync(path, request);
        Assert.That(Content(second), Is.EqualTo(Content(first)));
    }

    /// <summary>The answer without what names the single request.</summary>
    private static string Content(JsonElement body) =>
        string.Join(",", body.EnumerateObject().Where(property => property.Name is not ("id" or "created")).Select(property => property.ToString()));

    private static double Dot(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();
}
