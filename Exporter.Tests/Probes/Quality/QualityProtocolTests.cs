using System.Text.Json;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Quality;

/// <summary>Cases asked through each protocol that can ask them: the case's question goes out, its answer is judged.</summary>
[TestFixture]
internal sealed class QualityProtocolTests
{
    private const string Cases = "quality: { track_output: true, cases: [{ input: 'What is 2+2?', contains: ['4'] }, { input: 'What is 3+3?', equals: '6' }] }";

    [TestCase("openai-completion", false)]
    [TestCase("openai-completion", true)]
    [TestCase("tgi-generate", false)]
    [TestCase("tgi-generate", true)]
    [TestCase("ollama", false)]
    [TestCase("ollama", true)]
    public async Task A_model_that_continues_texts_is_asked_each_case_and_judged(string type, bool streams)
    {
        await using var server = new ScriptedServer(async connection =>
        {
            var request = await connection.ReadRequestAsync();
            var text = request.Contains("2+2", StringComparison.Ordinal) || request.Contains(@"2\u002B2", StringComparison.Ordinal) ? "It is 4." : "seven";
            await connection.AnswerAsync(200, AnswerOf(type, streams, text), type == "ollama" ? "application/x-ndjson" : streams ? "text/event-stream" : "application/json");
        });
        var allow = type == "ollama" ? "allow_load: true, allow_keep_alive: true, " : "";
        await using var bench = new QualityBench(server.Url, $"type: {type}, {allow}request: {{ stream: {(streams ? "true" : "false")} }}, {Cases}");

        var verdicts = await bench.RunAsync(2);

        Assert.That(verdicts[0], Is.EqualTo("success -"));
        Assert.That(verdicts[1], Is.EqualTo("invalid assertion: case 2: the answer is not '6': seven"));
        Assert.That(bench.Counts, Is.EquivalentTo(new[] { "assertions{assertion=contains,result=pass}=1", "assertions{assertion=equals,result=fail}=1", "cases{query_kind=default}=2" }));
    }

    [Test]
    public async Task A_vector_of_Text_Embeddings_Inference_is_held_to_its_reference()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            var request = await connection.ReadRequestAsync();
            await connection.AnswerAsync(200, request.Contains("warm", StringComparison.Ordinal) ? "[[0.6,0.8]]" : "[[-0.6,-0.8]]");
        });
        await using var bench = new QualityBench(server.Url, "type: tei-embed, quality: { cases: [{ input: warm, embedding: [0.6, 0.8] }, { input: cold, embedding: [0.6, 0.8] }, { input: cold, embedding: [1] }] }");

        var verdicts = await bench.RunAsync(3);

        Assert.That(verdicts, Is.EqualTo(new[]
        {
            "success -", "invalid assertion: case 2: the cosine to the stored vector is -1, less than 0.99", "invalid assertion: case 3: the vector has 2 dimensions, not 1",
        }));
        Assert.That(bench.Recorded["probe.quality.embedding.similarity"], Is.EqualTo(new[] { 1.0, -1.0 }).Within(1e-12));
    }

    private static string AnswerOf(string type, bool streams, string text)
    {
        var quoted = JsonSerializer.Serialize(text);
        return (type, streams) switch
        {
            ("openai-completion", false) => $$"""{"choices":[{"text":{{quoted}},"finish_reason":"stop"}]}""",
            ("openai-completion", true) => $$"""data: {"choices":[{"text":{{quoted}},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n",
            ("tgi-generate", false) => $$$"""{"generated_text":{{{quoted}}},"details":{"finish_reason":"stop"}}""",
            ("tgi-generate", true) => $$$"""data:{"index":1,"token":{"text":{{{quoted}}},"special":false},"generated_text":{{{quoted}}},"details":{"finish_reason":"stop","generated_tokens":1}}""" + "\n\n",
            (_, false) => $$$"""{"message":{"content":{{{quoted}}}},"done":true,"done_reason":"stop"}""",
            (_, true) => $$$"""{"message":{"content":{{{quoted}}}},"done":false}""" + "\n" + """{"message":{"content":""},"done":true,"done_reason":"stop"}""" + "\n",
        };
    }
}
