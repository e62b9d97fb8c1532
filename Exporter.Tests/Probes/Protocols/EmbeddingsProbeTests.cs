using System.Buffers.Binary;
using System.Collections.Concurrent;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Protocols;

/// <summary>Vectors from servers that answer as the documentation of each says, right and wrong.</summary>
public class EmbeddingsProbeTests
{
    private static readonly string Coded = Convert.ToBase64String([.. Float(0.6f), .. Float(-0.8f)]);

    [TestCase("""[0.6,0.8]""", "success -")]
    [TestCase("""[0.6,0.8,0]""", "invalid assertion", Description = "three numbers, not two")]
    [TestCase("""[0,0]""", "invalid assertion")]
    [TestCase("""[0.6,null]""", "invalid assertion")]
    [TestCase("""[0.6,"x"]""", "invalid assertion")]
    [TestCase("""[3,4]""", "invalid assertion", Description = "not of the length 1")]
    [TestCase("""[]""", "invalid assertion")]
    [TestCase("\"!!\"", "invalid assertion")]
    [TestCase("null", "invalid assertion")]
    [TestCase("{}", "invalid assertion")]
    [TestCase("[1e999,0]", "invalid assertion")]
    public async Task A_vector_is_judged(string vector, string verdict)
    {
        var expect = new VectorExpectConfig { Dimension = 2, Normalized = true };
        await using var openAi = ScriptedServer.Answering(200, $$"""{"data":[{"index":0,"embedding":{{vector}} }],"usage":{"total_tokens":4} }""");
        await using var tei = ScriptedServer.Answering(200, $"[{vector}]");

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(openAi, ProbeBench.Embeddings(expect))), Is.EqualTo(verdict));
        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(tei, ProbeBench.Tei(expect))), Is.EqualTo(verdict));
    }

    [Test]
    public async Task Base64_is_read_and_asked_for()
    {
        var requests = new ConcurrentQueue<string>();
        await using var server = new ScriptedServer(async connection =>
        {
            requests.Enqueue(await connection.ReadRequestAsync());
            await connection.AnswerAsync(200, $$"""{"data":[{"embedding":"{{Coded}}"},{"embedding":"{{Coded}}"}],"usage":{"total_tokens":4} }""");
        });
        var config = ProbeBench.Embeddings(new VectorExpectConfig { Dimension = 2, Normalized = true }, "ab", "c") with { };
        config = config with { Request = config.Request with { Encoding = VectorEncoding.Base64, Dimensions = 2 } };

        var result = await ProbeBench.AskAsync(server, config);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(requests.Single(), Does.StartWith("POST /v1/embeddings ").And.EndsWith("""{"model":"m","input":["ab","c"],"encoding_format":"base64","dimensions":2}"""));
        Assert.That(result.Tokens, Is.EqualTo(new TokenCounts { Input = 4, Source = TokenCountSource.Usage }), "a server that reports the total alone");
        Assert.That(result.Input, Is.EqualTo(new ProbeInput(2, 3)));
    }

    [Test]
    public async Task Vectors_of_one_answer_have_one_length()
    {
        await using var server = ScriptedServer.Answering(200, """{"data":[{"embedding":[1,2]},{"embedding":[1,2,3]}]}""");

        var result = await ProbeBench.AskAsync(server, ProbeBench.Embeddings(null, "a", "b"));

        Assert.That(result.Reason, Is.EqualTo("vector 1 has 3 numbers, not 2"));
    }

    [Test]
    public async Task What_the_server_says_in_headers_is_kept()
    {
        const string headers = "x-compute-time: 12\r\nx-queue-time: 3\r\nx-inference-time: 9\r\nx-compute-tokens: 7\r\n";
        await using var server = ScriptedServer.Answering(200, "[[0.6,0.8]]", headers: headers);

        var result = await ProbeBench.AskAsync(server, ProbeBench.Tei());

        Assert.That(result.ServerDurations, Is.EqualTo(new ServerDurations { Queue = TimeSpan.FromMilliseconds(3), Inference = TimeSpan.FromMilliseconds(9) }));
        Assert.That(result.Tokens, Is.EqualTo(new TokenCounts { Input = 7, Source = TokenCountSource.Usage }));
    }

    [TestCase("x-queue-time: -1\r\nx-inference-time: many\r\nx-compute-tokens: 1e3\r\n")]
    [TestCase("x-queue-time: \r\nx-compute-tokens: 99999999999999\r\n")]
    public async Task Headers_that_say_nothing_sensible_say_nothing(string headers)
    {
        await using var server = ScriptedServer.Answering(200, "[[0.6,0.8]]", headers: headers);

        var result = await ProbeBench.AskAsync(server, ProbeBench.Tei());

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"));
        Assert.That((result.ServerDurations, result.Tokens), Is.EqualTo(((ServerDurations?)null, (TokenCounts?)null)));
    }

    [TestCase(429, """{"error":"Model is overloaded","error_type":"overloaded"}""", "http_error http_429")]
    [TestCase(424, """{"error":"backend failed","error_type":"backend"}""", "http_error http_4xx")]
    [TestCase(413, """{"error":"batch size 33 > maximum allowed batch size 32","error_type":"Validation"}""", "http_error http_4xx")]
    [TestCase(503, """{"error":"unhealthy"}""", "http_error http_5xx")]
    [TestCase(500, """{"error":"CUDA out of memory. Tried to allocate 2.00 GiB"}""", "http_error out_of_memory")]
    [TestCase(200, """{"error":"CUDA out of memory"}""", "protocol_error out_of_memory")]
    [TestCase(200, "<html></html>", "protocol_error not_json")]
    [TestCase(200, "{}", "protocol_error other")]
    public async Task A_failure_has_its_name(int status, string body, string verdict)
    {
        await using var server = ScriptedServer.Answering(status, body);

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(server, ProbeBench.Tei())), Is.EqualTo(verdict));
    }

    [Test]
    public async Task A_server_that_says_it_is_unwell_is_not_asked()
    {
        var requests = new ConcurrentQueue<string>();
        await using var server = new ScriptedServer(async connection =>
        {
            requests.Enqueue((await connection.ReadRequestAsync()).Split("\r\n")[0]);
            await connection.AnswerAsync(requests.Count == 1 ? 503 : 200, "[[0.6,0.8]]");
        });
        var config = ProbeBench.Tei() with { HealthPath = "/health" };

        var unwell = await ProbeBench.AskAsync(server, config);
        var well = await ProbeBench.AskAsync(server, config);

        Assert.That(ProbeBench.Verdict(unwell), Is.EqualTo("http_error http_5xx"));
        Assert.That(ProbeBench.Verdict(well), Is.EqualTo("success -"), well.Reason);
        Assert.That(requests, Is.EqualTo(new[] { "GET /health HTTP/1.1", "GET /health HTTP/1.1", "POST /embed HTTP/1.1" }));
    }

    private static byte[] Float(float number)
    {
        var bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, number);
        return bytes;
    }
}
