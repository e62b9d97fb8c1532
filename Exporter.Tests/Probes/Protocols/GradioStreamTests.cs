using System.Text;
using Exporter.Probes;
using Exporter.Probes.Protocols.Gradio;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Exporter.Tests.Probes.Protocols;

/// <summary>Event streams in pieces at exact moments: the verdict and the clock of a Gradio call.</summary>
public class GradioStreamTests
{
    private readonly ManualTimeProvider clock = new();

    [Test]
    public async Task Growth_of_the_answer_is_what_counts()
    {
        var (result, outputs) = await ReadAsync(
            true,
            (10, ": ping\n\n"),
            (10, "event: heartbeat\ndata: null\n\n"),
            (20, "event: generating\ndata: [\"\", null]\n\n"),
            (30, "event: generating\ndata: [null]\n\n"),
            (30, "event: generating\ndata: [\"a\"]\n\n"),
            (40, "event: generating\ndata: [\"a\"]\n\n"),
            (10, "event: generating\ndata: [\"a b\"]\n\n"),
            (25, "event: complete\ndata: [\"a b c\", 1]\n\n"),
            (500, "event: heartbeat\ndata: null\n\n"));

        Assert.Multiple(() =>
        {
            Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"));
            Assert.That(outputs, Is.EqualTo("""["a b c", 1]"""));
            Assert.That(result.Stream!.Chunks, Is.EqualTo(3));
            Assert.That(result.Stream.TimeToFirstToken.TotalMilliseconds, Is.EqualTo(100));
            Assert.That(result.Stream.TimeToLastToken.TotalMilliseconds, Is.EqualTo(175));
            Assert.That(result.Stream.MaxGap!.Value.TotalMilliseconds, Is.EqualTo(50));
            Assert.That(result.Duration.TotalMilliseconds, Is.EqualTo(175), "nothing is read after complete");
        });
    }

    [TestCase(true, 1)]
    [TestCase(false, null)]
    public async Task An_answer_in_one_piece_is_a_first_token_only_of_a_function_that_streams(bool streams, int? chunks)
    {
        var (result, _) = await ReadAsync(streams, (10, "event: complete\ndata: [\"a\"]\n\n"));

        Assert.That(result.Stream?.Chunks, Is.EqualTo(chunks));
    }

    [TestCase("event: error\ndata: null\n\n", "protocol_error stream_error", "the function failed (event: error) without saying why; the app's log has its traceback")]
    [TestCase("event: error\ndata: \"no such model\"\n\n", "protocol_error stream_error", "the function failed (event: error): no such model")]
    [TestCase("event: error\ndata: {\"error\":\"no such model\"}\n\n", "protocol_error stream_error", "the function failed (event: error): no such model")]
    [TestCase("event: error\ndata: \"CUDA out of memory. Tried to allocate\"\n\n", "protocol_error out_of_memory", "the function failed (event: error): CUDA out of memory. Tried to allocate")]
    [TestCase("event: complete\ndata: [\"a\n\n", "protocol_error not_json", "event 'complete' of the stream is no JSON: ")]
    [TestCase("event: complete\ndata: [\"a\"]\n", "protocol_error stream_truncated", "the stream ended without the event 'complete' after 0 chunks")]
    [TestCase("", "protocol_error stream_truncated", "the stream ended without the event 'complete' after 0 chunks")]
    [TestCase("event: generating\ndata: [\"a\"]\n\n", "protocol_error stream_truncated", "the stream ended without the event 'complete' after 1 chunk")]
    public async Task A_stream_without_its_answer_has_its_failure(string stream, string verdict, string reason)
    {
        var (result, _) = await ReadAsync(true, (10, stream));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.Reason, Does.StartWith(reason));
    }

    [Test]
    public async Task A_stream_over_the_limit_is_given_up()
    {
        var (result, _) = await ReadAsync(true, (10, "event: generating\ndata: [\"" + new string('x', 3000) + "\"]\n\n"));

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error body_too_large"));
    }

    /// <summary>The histories of chat components: only what the model says is an answer.</summary>
    [TestCase("""["a"]""", "a")]
    [TestCase("""[[["hi", null]]]""", "")]
    [TestCase("""[[["hi", "hello"], ["how?", "well"]]]""", "well")]
    [TestCase("""[[{"role":"assistant","content":"welcome"},{"role":"user","content":"hi"}]]""", "")]
    [TestCase("""[[{"role":"user","content":"hi"},{"role":"assistant","content":"hello"}]]""", "hello")]
    [TestCase("""[[{"role":"assistant","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]]""", "ab")]
    [TestCase("""[[{"role":"assistant","content":null}]]""", "")]
    [TestCase("""[{"label":"cat","confidences":[]}]""", """{"label":"cat","confidences":[]}""")]
    [TestCase("[0.5]", "0.5")]
    [TestCase("[null]", "")]
    [TestCase("[]", "")]
    [TestCase("null", "")]
    public async Task The_answer_is_what_a_person_reads(string outputs, string text)
    {
        var (result, got) = await ReadAsync(true, (10, $"event: complete\ndata: {outputs}\n\n"));

        using var document = System.Text.Json.JsonDocument.Parse(got!);
        Assert.That(GradioText.Of(document.RootElement, "/0"), Is.EqualTo(text));
        Assert.That(result.Stream is not null, Is.EqualTo(text.Length > 0));
    }

    [FsCheck.NUnit.Property(MaxTest = 200)]
    public Property However_the_recorded_bytes_are_split_the_verdict_is_the_same() => Prop.ForAll(Gen.Choose(1, 40).ArrayOf().Where(sizes => sizes.Length > 0).ToArbitrary(), sizes =>
    {
        var bytes = Encoding.UTF8.GetBytes(Recording.BodyOf("gradio-5.45", "chat.result.txt"));
        var pieces = new List<(int, byte[])>();
        for (int at = 0, i = 0; at < bytes.Length; at += sizes[i++ % sizes.Length])
        {
            pieces.Add((1, bytes[at..Math.Min(bytes.Length, at + sizes[i % sizes.Length])]));
        }

        var (result, outputs) = ReadAsync(true, [.. pieces]).GetAwaiter().GetResult();
        return (result.IsSuccess && result.Stream!.Chunks == 6 && outputs == """["You said hi and it streams ", null]""").Label($"{result.Reason} {outputs}");
    });

    private Task<(ProbeResult Result, string? Outputs)> ReadAsync(bool streams, params (int AfterMilliseconds, string Text)[] pieces) =>
        ReadAsync(streams, [.. pieces.Select(piece => (piece.AfterMilliseconds, Encoding.UTF8.GetBytes(piece.Text)))]);

    private async Task<(ProbeResult Result, string? Outputs)> ReadAsync(bool streams, (int AfterMilliseconds, byte[] Bytes)[] pieces)
    {
        var run = new ProbeRun(clock);
        run.Begin();
        run.RequestWritten();
        run.HeadersReceived(200);
        var stream = new GradioStream(run, "/0", streams, bodySizeLimitBytes: 2048);
        var failure = await stream.ReadAsync(new PieceStream(clock, pieces), "text/event-stream", CancellationToken.None);
        return (failure ?? run.Succeed(), stream.Outputs?.GetRawText());
    }
}
