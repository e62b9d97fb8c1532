using System.Text;
using Exporter.Probes.Judging;
using Exporter.Probes.Streaming;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>
/// Reads one stream of generated text to its end and judges whether it was whole. Stops where the server says that it is done:
/// some keep the connection open after it.
/// </summary>
internal sealed class GenerationStream(ProbeRun run, GenerationWire wire, long bodySizeLimitBytes)
{
    /// <summary>No event of an answer is longer than this; one line more is a server gone wrong.</summary>
    private const int MaxEventBytes = 1024 * 1024;

    private readonly StringBuilder text = new();
    private bool sawAnswer;
    private bool done;

    /// <summary>The answer text so far.</summary>
    public string Text => text.ToString();

    /// <summary>Reads the stream.</summary>
    /// <param name="mediaType">Of the answer; null where it has none.</param>
    /// <returns>The failure; null when the stream was whole.</returns>
    public async Task<ProbeResult?> ReadAsync(Stream body, string? mediaType, CancellationToken cancellationToken)
    {
        run.BeginStream();
        using var events = wire.OpenReader(body, run.Time, (int)Math.Min(MaxEventBytes, bodySizeLimitBytes), bodySizeLimitBytes);
        try
        {
            while (!done)
            {
                var item = await events.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (item == StreamItem.End)
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

    private bool IsComplete => sawAnswer && (done || run.FinishReason is not null);

    private ProbeResult? Take(StreamItem item, IEventReader events) => item switch
    {
        StreamItem.TooLarge => run.Fail(
            ProbeErrorType.BodyTooLarge,
            $"after {events.BytesRead} bytes an event was longer than {MaxEventBytes} bytes or the stream longer than {bodySizeLimitBytes} bytes"),
        StreamItem.Error => ReportedError(Encoding.UTF8.GetString(events.Data.Span)),
        StreamItem.Event or StreamItem.Unterminated => TakeData(events, item == StreamItem.Unterminated),
        StreamItem.End => null,
    };

    private ProbeResult? TakeData(IEventReader events, bool isUnterminated)
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

        return TakePart(wire.ReadEvent(document.RootElement), events.Timestamp);
    }

    private ProbeResult? TakePart(GeneratedPart part, long timestamp)
    {
        if (part.Error is not null)
        {
            return ReportedError(part.Error);
        }

        sawAnswer |= part.IsAnswer;
        done |= part.IsLast;
        run.Tokens = part.Usage?.FilledFrom(run.Tokens) ?? run.Tokens;
        run.ServerDurations = part.Durations ?? run.ServerDurations;
        run.FinishReason = part.FinishReason ?? run.FinishReason;
        if (part.HasMaterial)
        {
            run.TokenReceived(timestamp, isOutput: !string.IsNullOrEmpty(part.Text));
            text.Append(part.Text);
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

        if (run.Stream!.Chunks == 0 && !string.Equals(mediaType, wire.StreamMediaType, StringComparison.OrdinalIgnoreCase))
        {
            return run.Fail(ProbeErrorType.NotJson, $"the answer is {mediaType ?? "of no media type"}, neither JSON nor an event stream");
        }

        var chunks = ReasonText.Chunks(run.Stream.Chunks);
        return run.Fail(
            ProbeErrorType.StreamTruncated,
            done ? $"the server said after {chunks} that it was done, without an answer" : $"the stream ended after {chunks}, before the server said that it was done");
    }
}
