using System.Collections.Concurrent;
using System.Text.Json;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Protocols;

public class OpenAiChatProbeTests
{
    private const string Red = """data: {"choices":[{"index":0,"delta":{"content":"Red"}}]}""" + "\n\n";
    private const string Stop = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2}}""" + "\n\n";
    private const string Done = "data: [DONE]\n\n";

    [Test]
    public async Task A_stream_is_asked_for_and_its_answer_judged()
    {
        var requests = new ConcurrentQueue<string>();
        await using var server = new ScriptedServer(async connection =>
        {
            requests.Enqueue(await connection.ReadRequestAsync());
            await connection.BeginStreamAsync();
            await connection.ChunkAsync(Red + Stop + Done);
            await connection.EndStreamAsync();
        });

        var result = await ProbeBench.AskAsync(server, ProbeBench.Chat(expect: new TextExpectConfig { Contains = new(["red"]), MinLength = 3 }));

        var request = requests.Single();
        using var body = JsonDocument.Parse(request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        Assert.Multiple(() =>
        {
            Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
            Assert.That(result.StatusCode, Is.EqualTo(200));
            Assert.That(result.Tokens, Is.EqualTo(new TokenCounts { Input = 5, Output = 2, Source = TokenCountSource.Usage }));
            Assert.That(result.Phases, Has.Property("Resolve").Not.Null.And.Property("Connect").Not.Null.And.Property("Tls").Null);
            Assert.That(result.Phases, Has.Property("Processing").Not.Null.And.Property("Transfer").Not.Null);
            Assert.That(request, Does.StartWith("POST /v1/chat/completions HTTP/1.1\r\n").And.Contains("Content-Type: application/json\r\n"));
            Assert.That(request, Does.Contain("User-Agent: modelhost-exporter/").And.Not.Contain("Accept-Encoding"));
            Assert.That(
                body.RootElement.GetRawText(),
                Is.EqualTo("""{"model":"m","messages":[{"role":"user","content":"Name a colour."}],"max_tokens":16,"temperature":0,"stream":true,"stream_options":{"include_usage":true}}"""));
        });
    }

    [Test]
    public async Task The_phases_add_up_to_the_duration()
    {
        await using var server = ScriptedServer.Streaming(Red, Stop, Done);

        var result = await ProbeBench.AskAsync(server, ProbeBench.Chat());

        var phases = result.Phases.Resolve + result.Phases.Connect + result.Phases.Processing + result.Phases.Transfer;
        Assert.That(phases, Is.LessThanOrEqualTo(result.Duration));
        Assert.That(result.TimeToHeaders, Is.LessThanOrEqualTo(result.Stream!.TimeToFirstToken));
        Assert.That(result.Stream.TimeToLastToken, Is.LessThanOrEqualTo(result.Duration));
    }

    [Test]
    public async Task A_wrong_answer_is_invalid()
    {
        await using var server = ScriptedServer.Streaming(Red, Stop, Done);

        var result = await ProbeBench.AskAsync(server, ProbeBench.Chat(expect: new TextExpectConfig { Contains = new(["blue"]) }));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("invalid assertion"));
        Assert.That(result.Reason, Is.EqualTo("the answer does not contain 'blue': Red"));
    }

    [Test]
    public async Task A_stream_a_byte_at_a_time_is_the_same_stream()
    {
        await using var server = ScriptedServer.Streaming([.. (Red + Stop + Done).Select(c => c.ToString())]);

        var result = await ProbeBench.AskAsync(server, ProbeBench.Chat(expect: new TextExpectConfig { Contains = new(["Red"]) }));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
    }

    [Test]
    public async Task A_character_that_is_cut_between_two_reads_is_one_character()
    {
        const string answer = "rød — 红色 🟥";
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            foreach (var one in System.Text.Encoding.UTF8.GetBytes(Red.Replace("Red", answer, StringComparison.Ordinal) + Done))
            {
                await connection.SendAsync(new[] { one });
            }
        });

        var result = await ProbeBench.AskAsync(server, ProbeBench.Chat(expect: new TextExpectConfig { Contains = new([answer]) }));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(result.Stream!.Chunks, Is.EqualTo(1));
    }

    [Test]
    public async Task The_end_is_taken_from_DONE_and_not_from_the_connection()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.BeginStreamAsync();
            await connection.ChunkAsync(Red + Done);
            await connection.HoldAsync();
        });

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(server, ProbeBench.Chat())), Is.EqualTo("success -"));
    }

    [Test]
    public async Task A_server_that_refuses_stream_options_is_asked_without_them_from_then_on()
    {
        var requests = new ConcurrentQueue<string>();
        await using var server = new ScriptedServer(async connection =>
        {
            var request = await connection.ReadRequestAsync();
            requests.Enqueue(request);
            if (request.Contains("stream_options", StringComparison.Ordinal))
            {
                await connection.AnswerAsync(400, """{"error":{"message":"Unrecognized request argument supplied: stream_options"}}""");
                return;
            }

            await connection.BeginStreamAsync();
            await connection.ChunkAsync(Red + Done);
            await connection.EndStreamAsync();
        });
        using var probe = ProbeFactory.Create(ProbeBench.Target(server.Url), ProbeBench.Chat());

        var first = await ProbeBench.AskAsync(probe);
        var second = await ProbeBench.AskAsync(probe);

        Assert.That(ProbeBench.Verdict(first), Is.EqualTo("success -"), first.Reason);
        Assert.That(ProbeBench.Verdict(second), Is.EqualTo("success -"), second.Reason);
        Assert.That(requests, Has.Count.EqualTo(3), "refused, again without, and then always without");
        Assert.That(first.Tokens, Is.EqualTo(new TokenCounts { Output = 1, Source = TokenCountSource.Chunks }));
    }

    [Test]
    public async Task Another_bad_request_is_not_asked_again()
    {
        await using var server = ScriptedServer.Answering(400, """{"error":{"message":"model 'm' not found"}}""");

        var result = await ProbeBench.AskAsync(server, ProbeBench.Chat());

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("http_error http_4xx"));
        Assert.That(result.Reason, Is.EqualTo("status 400: model 'm' not found"));
        Assert.That(server.Connections, Is.EqualTo(1));
    }

    [TestCase("""{"choices":[{"message":{"content":"Red"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":1}}""", "success -")]
    [TestCase("""{"choices":[{"message":{"content":null,"tool_calls":[{}]},"finish_reason":"tool_calls"}]}""", "success -")]
    [TestCase("""{"choices":[]}""", "protocol_error other")]
    [TestCase("""[1]""", "protocol_error other")]
    [TestCase("""{"error":{"message":"boom"}}""", "protocol_error other")]
    [TestCase("""{"error":"torch.OutOfMemoryError: CUDA out of memory"}""", "protocol_error out_of_memory")]
    [TestCase("""{"choices":""", "protocol_error not_json")]
    [TestCase("", "protocol_error not_json")]
    public async Task A_whole_answer_is_judged_too(string body, string verdict)
    {
        await using var server = ScriptedServer.Answering(200, body);

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(server, ProbeBench.Chat(stream: false))), Is.EqualTo(verdict));
        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(server, ProbeBench.Chat(stream: true))), Is.EqualTo(verdict), "a server that does not stream");
    }

    [Test]
    public async Task A_line_of_ten_megabytes_costs_one_bounded_buffer()
    {
        var config = ProbeBench.Chat() with { BodySizeLimitBytes = 64 * 1024 };
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.BeginStreamAsync();
            await connection.ChunkAsync("data: " + new string('x', 10_000_000));
        });

        Assert.That(ProbeBench.Verdict(await ProbeBench.AskAsync(server, config)), Is.EqualTo("protocol_error body_too_large"));
    }
}
