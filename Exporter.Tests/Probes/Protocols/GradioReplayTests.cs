using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Tests.Probes.Support;

namespace Exporter.Tests.Probes.Protocols;

/// <summary>
/// Answers of <c>/call/</c> recorded from a real Gradio 5.45 app, played back byte for byte, against verdicts written by hand beforehand. Only
/// <c>/config</c> is written: nobody recorded it.
/// </summary>
public class GradioReplayTests
{
    private const string Folder = "gradio-5.45";

    private static readonly string Config = ScriptedGradio.Config(
        "5.45.0", """ "api_prefix":"/gradio_api","protocol":"sse_v3", """, ("predict", false), ("stream", true), ("chat", true), ("error", false));

    // function, answer to the call, event stream, verdict, chunks, reason begins with
    private static readonly TestCaseData[] Verdicts =
    [
        Row("predict", "predict.call.txt", "predict.result.txt", "success -", "-", null),
        Row("stream", "stream.call.txt", "stream.result.txt", "success -", "3 chunks", null),
        Row("chat", "chat.call.txt", "chat.result.txt", "success -", "6 chunks", null),
        Row("error", "error.call.txt", "error.result.txt", "protocol_error stream_error", "-", "the function failed (event: error) without saying why"),
        Row("predict", "call_badjson.txt", null, "http_error http_4xx", "-", "status 422: "),
        Row(
            "nope",
            "call_unknown.txt",
            null,
            "http_error http_5xx",
            "-",
            "the app (Gradio 5.45.0) has no function 'nope', but predict, stream, chat, error; status 500: gradio.route_utils.FnIndexInferError: Could not infer function index for API name: nope"),
        // The heartbeat of a page is an event stream too, but not one with an answer.
        Row("predict", "predict.call.txt", "heartbeat.txt", "protocol_error stream_truncated", "-", "the stream ended without the event 'complete' after 0 chunks"),
        // Pages that are JSON and yet no answer to a call.
        Row("predict", "info.txt", null, "protocol_error other", "-", "the answer to the call has no event_id"),
        Row("predict", "queue_status.txt", null, "protocol_error other", "-", "the answer to the call has no event_id"),
        Row("predict", "predict.call.txt", "queue_status.txt", "protocol_error other", "-", "the answer to the call is application/json, no event stream"),
    ];

    [TestCaseSource(nameof(Verdicts))]
    public async Task A_recorded_answer_is_judged_right(string function, string call, string? events, string verdict, string chunks, string? reason)
    {
        await using var app = new ScriptedGradio(
            Config, connection => Recording.PlayAsync(connection, Folder, call), connection => Recording.PlayAsync(connection, Folder, events!));

        var result = await ProbeBench.AskAsync(app.Url, ProbeBench.Gradio(function) with { CallPath = GradioCallPath.Call });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.Tokens is { Source: TokenCountSource.Chunks } tokens ? $"{tokens.Output} chunks" : "-", Is.EqualTo(chunks));
        Assert.That(result.Reason, reason is null ? Is.Null : Does.StartWith(reason));
    }

    [Test]
    public void Every_recording_has_its_verdict() =>
        Assert.That(
            Verdicts.SelectMany(row => row.Arguments[1..3]).OfType<string>().Distinct(),
            Is.EquivalentTo(Recording.Names(Folder)));

    [Test]
    public async Task The_final_answer_is_judged_by_text_and_values()
    {
        await using var app = new ScriptedGradio(
            Config,
            connection => Recording.PlayAsync(connection, Folder, "chat.call.txt"),
            connection => Recording.PlayAsync(connection, Folder, "chat.result.txt"));

        var good = await ProbeBench.AskAsync(app.Url, Expecting("hi and it streams", "/1", "null"));
        var wrongText = await ProbeBench.AskAsync(app.Url, Expecting("panda", "/1", "null"));
        var wrongValue = await ProbeBench.AskAsync(app.Url, Expecting("hi", "/0", "hi"));

        Assert.That(ProbeBench.Verdict(good), Is.EqualTo("success -"), good.Reason);
        Assert.That(good.Stream!.Chunks, Is.EqualTo(6));
        Assert.That(wrongText.Reason, Is.EqualTo("the answer does not contain 'panda': You said hi and it streams"));
        Assert.That(wrongValue.Reason, Is.EqualTo("/0 is 'You said hi and it streams ', not 'hi'"));
        Assert.That(ProbeBench.Verdict(wrongText), Is.EqualTo("invalid assertion"));
        Assert.That(ProbeBench.Verdict(wrongValue), Is.EqualTo("invalid assertion"));
    }

    private static GradioProbeConfig Expecting(string contains, string pointer, string equalTo) => ProbeBench.Gradio("chat", """["hi",null]""", contains) with
    {
        CallPath = GradioCallPath.Call,
        ExpectJson = new([new JsonExpectConfig { Pointer = pointer, EqualTo = equalTo }]),
    };

    private static TestCaseData Row(string function, string call, string? events, string verdict, string chunks, string? reason) =>
        new TestCaseData(function, call, events, verdict, chunks, reason).SetArgDisplayNames(call, events ?? "-", verdict);
}
