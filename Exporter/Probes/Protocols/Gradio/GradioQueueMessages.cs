using System.Text.Json;
using Exporter.Probes.Judging;

namespace Exporter.Probes.Protocols.Gradio;

/// <summary>
/// Reads the messages of an app's queue about one call; they are the same whatever carries them. What they tell of time: the wait
/// lasts until the app asks for the arguments or says that it starts, and the function's own time is the sum of what each of its
/// steps took.
/// </summary>
/// <param name="output">JSON Pointer to the answer among the outputs.</param>
internal sealed class GradioQueueMessages(ProbeRun run, GradioApp app, GradioFunction function, string output)
{
    private readonly GradioAnswer answer = new(run, output, function.Streams);
    private JsonElement? lastPiece;
    private TimeSpan? computing;

    /// <summary>The outputs when the function had ended; null before.</summary>
    public JsonElement? Outputs => answer.Final;

    /// <summary>What the last message asks for.</summary>
    public GradioWish Wish { get; private set; }

    /// <summary>The call's id as the last message names it; null where it names none.</summary>
    public string? EventId { get; private set; }

    /// <param name="message">One message, JSON.</param>
    /// <param name="timestamp">When its bytes were read.</param>
    /// <returns>The failure; null where there is none.</returns>
    public ProbeResult? Take(ReadOnlyMemory<byte> message, long timestamp)
    {
        using var document = JsonText.TryParse(message, out var problem);
        if (document is null)
        {
            return run.Fail(ProbeErrorType.NotJson, $"a message of the queue is no JSON: {problem}");
        }

        var root = document.RootElement;
        Wish = GradioWish.None;
        EventId = JsonText.StringOf(root, "event_id");
        return JsonText.StringOf(root, "msg") switch
        {
            "send_hash" => Want(GradioWish.Session),
            "estimation" => Estimate(root, timestamp),
            "send_data" => Start(timestamp, GradioWish.Arguments),
            "process_starts" => Start(timestamp, GradioWish.None),
            "process_generating" => TakePiece(root, timestamp, app.SendsChanges),
            // A function that takes a stream in sends whole pieces.
            "process_streaming" => TakePiece(root, timestamp, areChanges: false),
            "process_completed" => Complete(root, timestamp),
            "queue_full" => run.Fail(ProbeErrorType.StreamError, "the app's queue is full (queue_full)"),
            "unexpected_error" or "broken_connection" => Broken(root),
            "server_stopped" => run.Fail(ProbeErrorType.StreamError, "the app is being stopped (server_stopped)"),
            "close_stream" => Truncated(),
            // heartbeat, progress and log say that the app is there and busy, which is no answer; a later version may add more of them.
            _ => null,
        };
    }

    /// <summary>The messages have ended, and the answer is not there.</summary>
    public ProbeResult Truncated() =>
        run.Fail(ProbeErrorType.StreamTruncated, $"the queue's messages ended before process_completed, after {ReasonText.Chunks(run.Stream!.Chunks)}{WhereItStood()}");

    private string WhereItStood() => run.Queue is { Waited: null, Last: { } place } ? $", at {place}" : string.Empty;

    private ProbeResult? Want(GradioWish wish)
    {
        Wish = wish;
        return null;
    }

    private ProbeResult? Estimate(JsonElement message, long timestamp)
    {
        run.Queue ??= new QueueWait(run.Time, timestamp);
        if (JsonText.CountOf(message, "rank") is { } rank)
        {
            run.Queue.Told(new QueuePlace(rank, JsonText.CountOf(message, "queue_size")));
        }

        return null;
    }

    private ProbeResult? Start(long timestamp, GradioWish wish)
    {
        run.Queue?.Leave(timestamp);
        Report();
        return Want(wish);
    }

    private ProbeResult? TakePiece(JsonElement message, long timestamp, bool areChanges)
    {
        run.Queue?.Leave(timestamp);
        if (Failure(message) is { } failure)
        {
            return failure;
        }

        if (DataOf(message) is not { } data)
        {
            return run.Fail(ProbeErrorType.Other, "a piece of the answer has no data");
        }

        if (areChanges && lastPiece is { } before)
        {
            if (GradioChanges.Apply(before, data) is not { } now)
            {
                return run.Fail(ProbeErrorType.Other, $"the changes to the answer do not fit it: {data.GetRawText()}");
            }

            data = now;
        }

        lastPiece = areChanges ? data.Clone() : null;
        CountTime(message);
        answer.Take(data, timestamp, isLast: false);
        return null;
    }

    private ProbeResult? Complete(JsonElement message, long timestamp)
    {
        run.Queue?.Leave(timestamp);
        if (Failure(message) is { } failure)
        {
            return failure;
        }

        if (DataOf(message) is not { } data)
        {
            return run.Fail(ProbeErrorType.Other, "the call was ended without an answer");
        }

        // Before 4.17 the last message of a function that streams repeats its last piece, and the time with it.
        var repeats = JsonText.Property(message, "output") is { } last && JsonText.Property(last, "is_generating") is { ValueKind: JsonValueKind.True };
        if (!repeats)
        {
            CountTime(message);
        }

        Report();
        answer.Take(data, timestamp, isLast: true);
        return null;
    }

    /// <summary>The failure that a message reports; null where it reports none.</summary>
    private ProbeResult? Failure(JsonElement message)
    {
        var said = JsonText.Property(message, "output") is { } result && JsonText.TryGet(result, "error", out var error) ? error : (JsonElement?)null;
        if (said is null && JsonText.Property(message, "success") is not { ValueKind: JsonValueKind.False })
        {
            return null;
        }

        return GradioFailure.Of(run, JsonText.StringOf(message, "msg")!, said is { } words ? JsonText.StringOf(words) : null);
    }

    private ProbeResult Broken(JsonElement message)
    {
        var said = JsonText.StringOf(message, "message");
        return run.Fail(ProbeErrorType.StreamError, $"the app broke the call off ({JsonText.StringOf(message, "msg")}): {(string.IsNullOrEmpty(said) ? "it does not say why" : said)}");
    }

    private static JsonElement? DataOf(JsonElement message) =>
        JsonText.Property(message, "output") is { } result && JsonText.Property(result, "data") is { ValueKind: JsonValueKind.Array } data ? data : null;

    private void CountTime(JsonElement message)
    {
        if (JsonText.Property(message, "output") is { } result && JsonText.SecondsOf(result, "duration") is { } step)
        {
            computing = (computing ?? TimeSpan.Zero) + step;
        }
    }

    private void Report() => run.ServerDurations = new ServerDurations { Queue = run.Queue?.Waited, Inference = computing };
}
