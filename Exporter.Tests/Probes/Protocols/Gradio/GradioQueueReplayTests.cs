using Exporter.Probes;
using Exporter.Tests.Probes.Support;

namespace Exporter.Tests.Probes.Protocols.Gradio;

/// <summary>
/// What the queues of real apps said, played back byte for byte, against verdicts written by hand beforehand. Recorded in
/// November 2026 from Gradio 3.50.2, 4.8.0, 4.16.0, 4.19.2, 5.45.0 and 6.25.0 (sources of the tags of gradio-app/gradio, under
/// Debian 13's Python 3.13, FastAPI 0.115 and uvicorn), in front of one and the same app: <c>stream</c> yields five words in a
/// second, <c>broken</c> fails after its first piece, <c>told</c> raises gr.Error, <c>memory</c> ran with show_error, before
/// <c>waiting</c> three others had joined, and <c>full</c> met a queue of one place.
/// </summary>
public class GradioQueueReplayTests
{
    private const string Untold = "the function failed (process_completed) without saying why; the app's log has its traceback";
    private const string TwoBefore = "rank 2 of 3 > rank 0 of 1";
    private const string Next = "rank 0 of 1 > rank 0 of 1";

    private static readonly string[] Folders = ["gradio-3.50", "gradio-4.8", "gradio-4.16", "gradio-4.19", "gradio-5.45-queue", "gradio-6.25"];

    /// <summary>They belong to every call, and say nothing of its end.</summary>
    private static readonly string[] Shared = ["config.txt", "data.txt", "join.txt"];

    // folder, function, file, verdict, chunks, place when it joined > at last, reason
    private static readonly TestCaseData[] Verdicts =
    [
        Row("gradio-3.50", "predict", "predict.txt", "success -", "-", Next, null),
        Row("gradio-3.50", "stream", "stream.txt", "success -", "5 chunks", Next, null),
        Row("gradio-3.50", "chat", "chat.txt", "success -", "3 chunks", Next, null),
        Row("gradio-3.50", "progress", "progress.txt", "success -", "-", Next, null),
        Row("gradio-3.50", "slow", "waiting.txt", "success -", "-", TwoBefore, null),
        Row("gradio-3.50", "direct", "direct.txt", "success -", "-", "-", null),
        Row("gradio-3.50", "error", "error.txt", "protocol_error stream_error", "-", Next, Untold),
        Row("gradio-3.50", "error", "told.txt", "protocol_error stream_error", "-", Next, "the function failed (process_completed): 'the model is not there'"),
        Row("gradio-3.50", "error", "memory.txt", "protocol_error out_of_memory", "-", Next, "the function failed (process_completed): CUDA out of memory. Tried to allocate 2.00 GiB"),
        Row("gradio-3.50", "broken", "broken.txt", "protocol_error stream_error", "1 chunks", Next, Untold),
        Row("gradio-3.50", "slow", "full.txt", "protocol_error stream_error", "-", "-", "the app's queue is full (queue_full)"),

        Row("gradio-4.8", "stream", "stream.txt", "success -", "5 chunks", Next, null),
        Row("gradio-4.8", "chat", "chat.txt", "success -", "3 chunks", Next, null),
        Row("gradio-4.8", "slow", "waiting.txt", "success -", "-", TwoBefore, null),
        Row("gradio-4.8", "broken", "broken.txt", "protocol_error stream_error", "1 chunks", Next, Untold),
        Row("gradio-4.8", "slow", "full.txt", "protocol_error stream_error", "-", "-", "the app's queue is full (queue_full)"),

        Row("gradio-4.16", "stream", "stream.txt", "success -", "5 chunks", Next, null),
        Row("gradio-4.16", "slow", "waiting.txt", "success -", "-", TwoBefore, null),
        Row("gradio-4.16", "broken", "broken.txt", "protocol_error stream_error", "1 chunks", Next, Untold),

        // Pieces are changes from here on.
        Row("gradio-4.19", "stream", "stream.txt", "success -", "5 chunks", Next, null),
        Row("gradio-4.19", "chat", "chat.txt", "success -", "3 chunks", Next, null),
        Row("gradio-4.19", "slow", "waiting.txt", "success -", "-", TwoBefore, null),
        Row("gradio-4.19", "broken", "broken.txt", "protocol_error stream_error", "1 chunks", Next, Untold),

        Row("gradio-5.45-queue", "stream", "stream.txt", "success -", "5 chunks", Next, null),
        Row("gradio-5.45-queue", "chat", "chat.txt", "success -", "3 chunks", Next, null),
        Row("gradio-5.45-queue", "slow", "waiting.txt", "success -", "-", TwoBefore, null),
        Row("gradio-5.45-queue", "broken", "broken.txt", "protocol_error stream_error", "1 chunks", Next, Untold),
        Row("gradio-5.45-queue", "slow", "full.txt", "http_error http_5xx", "-", "-", "status 503: Queue is full. Max size is 1 and size is 1."),

        Row("gradio-6.25", "predict", "predict.txt", "success -", "-", Next, null),
        Row("gradio-6.25", "stream", "stream.txt", "success -", "5 chunks", Next, null),
        Row("gradio-6.25", "chat", "chat.txt", "success -", "3 chunks", Next, null),
        Row("gradio-6.25", "progress", "progress.txt", "success -", "-", Next, null),
        Row("gradio-6.25", "slow", "waiting.txt", "success -", "-", TwoBefore, null),
        Row("gradio-6.25", "direct", "direct.txt", "success -", "-", "-", null),
        Row("gradio-6.25", "error", "error.txt", "protocol_error stream_error", "-", Next, Untold),
        Row("gradio-6.25", "error", "told.txt", "protocol_error stream_error", "-", Next, "the function failed (process_completed): the model is not there"),
        Row("gradio-6.25", "error", "memory.txt", "protocol_error out_of_memory", "-", Next, "the function failed (process_completed): CUDA out of memory. Tried to allocate 2.00 GiB"),
        Row("gradio-6.25", "broken", "broken.txt", "protocol_error stream_error", "1 chunks", Next, Untold),
        Row("gradio-6.25", "slow", "full.txt", "http_error http_5xx", "-", "-", "status 503: Queue is full. Max size is 1 and size is 1."),
    ];

    [TestCaseSource(nameof(Verdicts))]
    public async Task A_recorded_queue_is_judged_right(string folder, string function, string file, string verdict, string chunks, string place, string? reason)
    {
        var result = await ReplayAsync(folder, function, file);

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict), result.Reason);
        Assert.That(result.Tokens is { Source: TokenCountSource.Chunks } tokens ? $"{tokens.Output} chunks" : "-", Is.EqualTo(chunks));
        Assert.That(result.QueueJoined is null ? "-" : $"{result.QueueJoined} > {result.QueueLast}", Is.EqualTo(place));
        Assert.That(result.Reason, Is.EqualTo(reason));
    }

    [Test]
    public void Every_recording_has_its_verdict() =>
        Assert.That(
            Verdicts.Select(row => $"{row.Arguments[0]}/{row.Arguments[2]}"),
            Is.EquivalentTo(Folders.SelectMany(folder => Recording.Names(folder).Except(Shared).Select(name => $"{folder}/{name}"))));

    /// <summary>Up to 4.16 the last message repeats the last piece with its time, which must not be counted twice.</summary>
    [TestCaseSource(nameof(Folders))]
    public async Task The_steps_of_a_function_add_up_to_the_second_that_it_took(string folder)
    {
        var result = await ReplayAsync(folder, "stream", "stream.txt");

        Assert.That(result.ServerDurations!.Inference!.Value.TotalSeconds, Is.InRange(1.0, 1.1));
        Assert.That(result.ServerDurations.Queue, Is.Not.Null);
    }

    [TestCaseSource(nameof(Folders))]
    public async Task The_whole_answer_is_what_is_judged(string folder)
    {
        Assert.That(ProbeBench.Verdict(await ReplayAsync(folder, "stream", "stream.txt", "one two three four five")), Is.EqualTo("success -"));
        Assert.That((await ReplayAsync(folder, "stream", "stream.txt", "six")).Reason, Is.EqualTo("the answer does not contain 'six': one two three four five"));
    }

    private static async Task<ProbeResult> ReplayAsync(string folder, string function, string file, string? contains = null)
    {
        await using var app = new ScriptedGradio(
            Recording.BodyOf(folder, "config.txt"),
            connection => Recording.PlayAsync(connection, folder, PostAnswer(folder, file)),
            connection => Recording.PlayAsync(connection, folder, file),
            folder == "gradio-3.50" ? socket => PlayAsync(socket, folder, file) : null);
        return await ProbeBench.AskAsync(app.Url, ProbeBench.Gradio(function, "[0.3]", contains));
    }

    /// <summary>The refusal of a full queue, or of a function that is not queued its answer, or what takes the arguments.</summary>
    private static string PostAnswer(string folder, string file) =>
        file is "full.txt" or "direct.txt" ? file : folder == "gradio-4.8" ? "data.txt" : "join.txt";

    /// <summary>Sends what the app had sent, and waits for the client where it had.</summary>
    private static async Task PlayAsync(ScriptedWebSocket socket, string folder, string file)
    {
        foreach (var line in await File.ReadAllLinesAsync(Recording.PathOf(folder, file)))
        {
            if (line.StartsWith('>'))
            {
                await socket.ReadTextAsync();
            }
            else if (line == "< close 1000")
            {
                await socket.CloseAsync();
            }
            else
            {
                await socket.SendAsync(line[2..]);
            }
        }
    }

    private static TestCaseData Row(string folder, string function, string file, string verdict, string chunks, string place, string? reason) =>
        new TestCaseData(folder, function, file, verdict, chunks, place, reason).SetArgDisplayNames(folder, file, verdict);
}
