using System.Collections.Concurrent;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Protocols;

/// <summary>Written from the documentation of Text Generation Inference.</summary>
public class TgiGenerateProbeTests
{
    private const string Paris = """data:{"index":1,"token":{"id":5,"text":" Paris","logprob":-0.1,"special":false},"generated_text":null,"details":null}""" + "\n\n";
    private const string Last = """data:{"index":2,"token":{"id":2,"text":"</s>","logprob":-0.1,"special":true},"generated_text":" Paris","details":{"finish_reason":"eos_token","generated_tokens":2,"input_length":6,"seed":null}}""" + "\n\n";

    [Test]
    public async Task A_stream_is_read_to_its_last_token()
    {
        var requests = new ConcurrentQueue<string>();
        await using var server = new ScriptedServer(async connection =>
        {
            requests.Enqueue(await connection.ReadRequestAsync());
            await connection.BeginStreamAsync();
            await connection.ChunkAsync(": keep-alive\n\n" + Paris + Last);
            await connection.HoldAsync();
        });

        var result = await ProbeBench.AskAsync(server, ProbeBench.Tgi() with { Expect = new TextExpectConfig { Matches = new(["^ Paris$"]) } });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(result.Tokens, Is.EqualTo(new TokenCounts { Input = 6, Output = 2, Source = TokenCountSource.Usage }));
        Assert.That(result.FinishReason, Is.EqualTo("eos_token"));
        Assert.That(result.Stream!.Chunks, Is.EqualTo(2), "the end of the text is generated too");
        Assert.That(requests.Single(), Does.StartWith("POST /generate_stream ")
            .And.EndsWith("""{"inputs":"The capital of France is","parameters":{"max_new_tokens":16,"do_sample":false,"details":true}}"""));
    }

    [Test]
    public async Task A_whole_answer_tells_more_in_its_headers()
    {
        const string headers = "x-queue-time: 4\r\nx-inference-time: 250\r\nx-prompt-tokens: 6\r\nx-generated-tokens: 2\r\n";
        await using var server = ScriptedServer.Answering(200, """{"generated_text":" Paris","details":{"finish_reason":"length","generated_tokens":2}}""", headers: headers);

        var result = await ProbeBench.AskAsync(server, ProbeBench.Tgi(stream: false));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(result.Tokens, Is.EqualTo(new TokenCounts { Input = 6, Output = 2, Source = TokenCountSource.Usage }));
        Assert.That(result.ServerDurations, Is.EqualTo(new ServerDurations { Queue = TimeSpan.FromMilliseconds(4), Inference = TimeSpan.FromMilliseconds(250) }));
    }

    [TestCase(Paris, "protocol_error stream_truncated")]
    [TestCase(Paris + "data:{\"error\":\"Request failed during generation: Server error\",\"error_type\":\"generation\"}\n\n", "protocol_error stream_error")]
    [TestCase("data:{\"error\":\"Request failed during generation: CUDA out of memory\",\"error_type\":\"generation\"}\n\n", "protocol_error out_of_memory")]
    [TestCase("data:{\"details\":null}\n\n", "protocol_error stream_truncated")]
    public async Task A_stream_is_judged_by_its_end(string stream, string verdict)
    {
        await using var server = ScriptedServer.Streaming(stream);

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(server, ProbeBench.Tgi())), Is.EqualTo(verdict));
    }

    [TestCase(429, """{"error":"Model is overloaded","error_type":"overloaded"}""", "http_error http_429")]
    [TestCase(424, """{"error":"Request failed during generation: CUDA error","error_type":"generation"}""", "http_error http_4xx")]
    [TestCase(422, """{"error":"Input validation error","error_type":"validation"}""", "http_error http_4xx")]
    public async Task A_failure_has_its_name(int status, string body, string verdict)
    {
        await using var server = ScriptedServer.Answering(status, body);

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(server, ProbeBench.Tgi())), Is.EqualTo(verdict));
    }
}
