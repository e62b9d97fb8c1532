using System.Text;
using Exporter.Probes.Judging;
using Exporter.Probes.Streaming;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>
/// Reads one stream of an OpenAI-compatible server to its end and judges whether it was whole. Stops at <c>[DONE]</c>: some
/// servers keep the connection open after it.
/// </summary>
internal sealed class OpenAiStream(ProbeRun run, string part, long bodySizeLimitBytes)
{
    /// <summary>No event of a chat is longer than this; one line more is a server gone wrong.</summary>
    private const int MaxEventBytes = 1024 * 1024;

    private readonly StringBuilder text = new();
    private bool sawChoices;
    private bool done;

    /// <summary>The answer text so far.</summary>
    public string Text => text.ToString();

    /// <summary>Reads the stream.</summary>
    /// <param name="mediaType">Of the answer; null where it has none.</param>
    /// <returns>The failure; null when the stream was whole.</returns>
    public async Task<ProbeResult?> ReadAsync(Stream body, string? mediaType, CancellationToken cancellationToken)
    {
        run.BeginStream();
        using var events = new ServerSentEventReader(body, run.Time, (int)Math.Min(MaxEventBytes, bodySizeLimitBytes), bodySizeLimitBytes);
        try
        {
            while (!done)
            {
                var item = await events.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (item == SseItem.End)
                {
                    break;
                }

                if (Take(item, events) is { } failure)
                {
                    return failure;
                }
            }
        }
        catch (IOException) when (IsComplete && !cancellationToken.IsCancellationRequested)
        {
            // Cut after the model had said that it is finished: the user has the whole answer.
        }

        return JudgeEnd(mediaType);
    }

    private bool IsComplete => sawChoices && (done || run.FinishReason is not null);

    private ProbeResult? Take(SseItem item, ServerSentEventReader events) => item switch
    {
        SseItem.TooLarge => run.Fail(
            ProbeErrorType.BodyTooLarge,
            $"after {events.BytesRead} bytes an event was longer than {MaxEventBytes} bytes or the stream longer than {bodySizeLimitBytes} bytes"),
        SseItem.Error => ReportedError(Encoding.UTF8.GetString(events.Data.Span)),
        SseItem.Event or SseItem.Unterminated => TakeData(events, item == SseItem.Unterminated),
        SseItem.End => null,
    };

    private ProbeResult? TakeData(ServerSentEventReader events, bool isUnterminated)
    {
        var data = events.Data;
        if (data.Span.Trim(" \t"u8).SequenceEqual("[DONE]"u8))
        {
            done = true;
            return null;
        }

        if (events.EventName == "error")
        {
            return ReportedError(Encoding.UTF8.GetString(data.Span));
        }

        using var document = JsonText.TryParse(data, out var problem);
        if (document is null)
        {
            return isUnterminated
                ? null // The beginning of an event that was cut: the missing end is the failure, not its form.
                : run.Fail(ProbeErrorType.NotJson, $"event {run.Stream!.Chunks + 1} of the stream is no JSON: {problem}");
        }

        return TakeMessage(OpenAiMessage.Read(document.RootElement, part), events.Timestamp);
    }

    private ProbeResult? TakeMessage(OpenAiMessage message, long timestamp)
    {
        if (message.Error is not null)
        {
            return ReportedError(message.Error);
        }

        sawChoices |= message.HasChoices;
        run.Tokens = message.Usage ?? run.Tokens;
        run.ServerDurations = message.Durations ?? run.ServerDurations;
        run.FinishReason = message.FinishReason ?? run.FinishReason;
        if (message.HasMaterial)
        {
            run.TokenReceived(timestamp, isOutput: !string.IsNullOrEmpty(message.Text));
            text.Append(message.Text);
        }

        return null;
    }

    private ProbeResult ReportedError(string error)
    {
        var message = ErrorAnswer.MessageOf(error);
        return run.Fail(
            ErrorAnswer.IsOutOfMemory(error) ? ProbeErrorType.OutOfMemory : ProbeErrorType.StreamError,
            $"the server reported an error inside the stream: {message}");
    }

    private ProbeResult? JudgeEnd(string? mediaType)
    {
        if (IsComplete)
        {
            return run.FinishReason is "error" or "abort"
                ? run.Fail(ProbeErrorType.StreamError, $"the server ended the answer with finish_reason '{run.FinishReason}'")
                : null;
        }

        if (run.Stream!.Chunks == 0 && !string.Equals(mediaType, "text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            return run.Fail(ProbeErrorType.NotJson, $"the answer is {mediaType ?? "of no media type"}, neither JSON nor an event stream");
        }

        var end = done ? "said [DONE] without an answer" : "ended without [DONE] and finish_reason";
        return run.Fail(ProbeErrorType.StreamTruncated, $"the stream {end} after {run.Stream.Chunks} chunks");
    }
}
