using System.Text;
using Exporter.Probes;
using Exporter.Probes.Protocols;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Protocols;

/// <summary>Streams in pieces at exact moments: the verdict and the clock of a chat answer.</summary>
public class GenerationStreamTests
{
    private const string Done = "data: [DONE]\n\n";

    private readonly ManualTimeProvider clock = new();

    [Test]
    public async Task Only_generated_material_stops_the_clock()
    {
        var result = await ReadAsync(
            (10, ": ping\n\n"),
            (10, Delta("""{"role":"assistant","content":""}""")),
            (30, Delta("""{"reasoning_content":"hm"}""")),
            (50, Delta("""{"content":"red"}""")),
            (20, Delta("""{"content":" blue"}""")),
            (40, """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""" + "\n\n"),
            (15, """data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":8,"prompt_tokens_details":{"cached_tokens":4}}}""" + "\n\n"),
            (5, Done));

        Assert.Multiple(() =>
        {
            Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"));
            Assert.That(result.Stream!.TimeToFirstToken.TotalMilliseconds, Is.EqualTo(50));
            Assert.That(result.Stream.TimeToFirstOutputToken!.Value.TotalMilliseconds, Is.EqualTo(100));
            Assert.That(result.Stream.TimeToLastToken.TotalMilliseconds, Is.EqualTo(120));
            Assert.That(result.Stream.MaxGap!.Value.TotalMilliseconds, Is.EqualTo(50));
            Assert.That(result.Stream.TimePerOutputToken!.Value.TotalMilliseconds, Is.EqualTo(10));
            Assert.That(result.Stream.OutputTokensPerSecond, Is.EqualTo(100).Within(1e-9));
            Assert.That(result.AnswerDuration.TotalMilliseconds, Is.EqualTo(120), "what a user waited for");
            Assert.That(result.Duration.TotalMilliseconds, Is.EqualTo(180), "the whole stream");
            Assert.That(result.Tokens, Is.EqualTo(new TokenCounts { Input = 9, Output = 8, Cached = 4, Source = TokenCountSource.Usage }));
            Assert.That(result.FinishReason, Is.EqualTo("stop"));
        });
    }

    [TestCase("""{"reasoning":"hm"}""", false)]
    [TestCase("""{"reasoning_content":"hm"}""", false)]
    [TestCase("""{"tool_calls":[{"index":0,"function":{"name":"f","arguments":"{"}}]}""", false)]
    [TestCase("""{"function_call":{"name":"f"}}""", false)]
    [TestCase("""{"content":"a"}""", true)]
    [TestCase("""{"refusal":"no"}""", true)]
    [TestCase("""{"content":"\ud83d"}""", true, Description = "half of an emoji, as some servers cut it")]
    public async Task Every_kind_of_material_is_a_token(string delta, bool isOutput)
    {
        var result = await ReadAsync((10, Delta(delta)), (10, Done));

        Assert.That(result.Stream!.TimeToFirstToken.TotalMilliseconds, Is.EqualTo(10));
        Assert.That(result.Stream.TimeToFirstOutputToken.HasValue, Is.EqualTo(isOutput));
    }

    [TestCase("""{"role":"assistant"}""")]
    [TestCase("""{"role":"assistant","content":""}""")]
    [TestCase("""{"content":null}""")]
    [TestCase("""{"tool_calls":[]}""")]
    [TestCase("{}")]
    public async Task An_empty_delta_is_none(string delta)
    {
        var result = await ReadAsync((10, Delta(delta)), (10, Done));

        Assert.That(result.Stream, Is.Null);
        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), "the model may have had nothing to say");
    }

    [Test]
    public async Task Usage_on_every_chunk_is_taken_from_the_last()
    {
        var result = await ReadAsync(
            (10, """data: {"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":3,"completion_tokens":1}}""" + "\n\n"),
            (10, """data: {"choices":[{"delta":{"content":"b"}}],"usage":null}""" + "\n\n"),
            (10, """data: {"choices":[{"delta":{"content":"c"},"finish_reason":"length"}],"usage":{"prompt_tokens":3,"completion_tokens":3}}""" + "\n\n"),
            (10, Done));

        Assert.That(result.Tokens, Is.EqualTo(new TokenCounts { Input = 3, Output = 3, Source = TokenCountSource.Usage }));
    }

    [TestCase("""{"prompt_tokens":3}""", 3)]
    [TestCase("""{"prompt_tokens":3,"completion_tokens":null}""", 3)]
    [TestCase("""{"prompt_tokens":0,"completion_tokens":0,"total_tokens":0}""", 0, Description = "a gateway that counts nothing")]
    public async Task A_usage_that_counts_no_output_leaves_the_chunks(string usage, int input)
    {
        var result = await ReadAsync((10, Delta("""{"content":"a"}""")), (10, Delta("""{"content":"b"}""")), (10, $$"""data: {"choices":[],"usage":{{usage}}}""" + "\n\n"), (10, Done));

        Assert.That(result.Tokens, Is.EqualTo(new TokenCounts { Input = input, Output = 2, Source = TokenCountSource.Chunks }));
        Assert.That(result.Stream!.TimePerOutputToken!.Value.TotalMilliseconds, Is.EqualTo(10));
    }

    [Test]
    public async Task A_later_usage_fills_up_the_one_before()
    {
        var result = await ReadAsync(
            (10, """data: {"choices":[{"delta":{"content":"a"}}],"usage":{"prompt_tokens":3,"completion_tokens":1}}""" + "\n\n"),
            (10, """data: {"choices":[],"usage":{"completion_tokens":7}}""" + "\n\n"),
            (10, Done));

        Assert.That(result.Tokens, Is.EqualTo(new TokenCounts { Input = 3, Output = 7, Source = TokenCountSource.Usage }));
    }

    [Test]
    public async Task What_came_in_one_read_came_at_one_time_however_long_it_takes_to_parse()
    {
        var ticking = new TickingTimeProvider(TimeSpan.FromMilliseconds(1));
        var text = string.Concat(Enumerable.Range(0, 5).Select(_ => Delta("""{"content":"a"}"""))) + Done;
        await using var body = new MemoryStream(Encoding.UTF8.GetBytes(text));

        var result = await ReadAsync(body, "text/event-stream", ticking);

        Assert.That(result.Stream!.Chunks, Is.EqualTo(5));
        Assert.That(result.Stream.MaxGap, Is.EqualTo(TimeSpan.Zero));
        Assert.That(result.Stream.TimeToLastToken, Is.EqualTo(result.Stream.TimeToFirstToken));
    }

    [TestCase("data: [DONE]\n\n", "protocol_error stream_truncated", Description = "no answer at all")]
    [TestCase("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n", "protocol_error stream_truncated", Description = "cut")]
    [TestCase("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"choi", "protocol_error stream_truncated", Description = "cut inside an event")]
    [TestCase("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: [DONE]", "success -", Description = "the blank line after the end is missing")]
    [TestCase("data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n", "success -", Description = "finish_reason and no [DONE]")]
    [TestCase("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"abort\"}]}\n\ndata: [DONE]\n\n", "protocol_error stream_error")]
    [TestCase("data: {\"error\":{\"message\":\"boom\"}}\n\ndata: [DONE]\n\n", "protocol_error stream_error")]
    [TestCase("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"object\":\"error\",\"message\":\"boom\"}\n\n", "protocol_error stream_error")]
    [TestCase("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\nerror: {\"code\":500,\"message\":\"boom\"}\n\n", "protocol_error stream_error")]
    [TestCase("event: error\ndata: {\"code\":500}\n\n", "protocol_error stream_error")]
    [TestCase("data: {\"error\":{\"message\":\"CUDA out of memory. Tried to allocate 2.00 GiB\"}}\n\n", "protocol_error out_of_memory")]
    [TestCase("data: not json\n\n", "protocol_error not_json")]
    [TestCase("<html></html>", "protocol_error stream_truncated")]
    public async Task A_stream_is_judged_by_its_end(string stream, string verdict) =>
        Assert.That(ProbeBench.Verdict(await ReadAsync((10, stream))), Is.EqualTo(verdict));

    [Test]
    public async Task A_message_in_an_error_is_the_reason()
    {
        var result = await ReadAsync((10, """data: {"error":{"message":"engine died"}}""" + "\n\n"));

        Assert.That(result.Reason, Is.EqualTo("the server reported an error inside the stream: engine died"));
    }

    [Test]
    public async Task Invalid_UTF8_is_no_JSON()
    {
        byte[] bytes = [.. "data: {\"choices\":[{\"delta\":{\"content\":\""u8, 0xC3, 0x28, .. "\"}}]}\n\n"u8];

        Assert.That(ProbeBench.Verdict(await ReadAsync(new PieceStream(clock, (1, bytes)))), Is.EqualTo("protocol_error not_json"));
    }

    [Test]
    public async Task A_page_instead_of_a_stream_is_told_by_its_media_type()
    {
        var result = await ReadAsync(new PieceStream(clock, (1, "<html>Streamlit</html>"u8.ToArray())), "text/html");

        Assert.That(result.Reason, Is.EqualTo("the answer is text/html, neither JSON nor an event stream"));
    }

    [Test]
    public async Task A_connection_lost_after_the_end_of_the_answer_is_no_failure()
    {
        var finished = """data: {"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}""" + "\n\n";
        var body = new PieceStream(clock, (10, Encoding.UTF8.GetBytes(finished))) { LostAtEnd = new IOException("reset") };

        Assert.That(ProbeBench.Verdict(await ReadAsync(body)), Is.EqualTo("success -"));
    }

    [Test]
    public void A_connection_lost_before_the_end_is_left_to_the_transport()
    {
        var body = new PieceStream(clock, (10, Encoding.UTF8.GetBytes(Delta("""{"content":"a"}""")))) { LostAtEnd = new IOException("reset") };

        Assert.That(() => ReadAsync(body), Throws.TypeOf<IOException>());
    }

    [Test]
    public async Task Nothing_is_read_after_the_end()
    {
        var body = new PieceStream(clock, (10, Encoding.UTF8.GetBytes(Delta("""{"content":"a"}""") + Done))) { LostAtEnd = new InvalidOperationException("read on") };

        Assert.That(ProbeBench.Verdict(await ReadAsync(body)), Is.EqualTo("success -"));
    }

    private static string Delta(string delta) => $$"""data: {"choices":[{"index":0,"delta":{{delta}},"finish_reason":null}]}""" + "\n\n";

    private Task<ProbeResult> ReadAsync(params (int AfterMilliseconds, string Text)[] pieces) =>
        ReadAsync(new PieceStream(clock, [.. pieces.Select(piece => (piece.AfterMilliseconds, Encoding.UTF8.GetBytes(piece.Text)))]));

    private async Task<ProbeResult> ReadAsync(Stream body, string mediaType = "text/event-stream", TimeProvider? time = null)
    {
        var run = new ProbeRun(time ?? clock) { ExpectsStream = true };
        run.Begin();
        run.ConnectionReady();
        run.RequestWritten();
        run.HeadersReceived(200);
        await using (body)
        {
            var stream = new GenerationStream(run, OpenAiMessage.Chat, 1 << 20);
            return await stream.ReadAsync(body, mediaType, CancellationToken.None) ?? run.Succeed();
        }
    }
}
