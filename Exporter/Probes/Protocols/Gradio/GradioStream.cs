using System.Text;
using System.Text.Json;
using Exporter.Probes.Judging;
using Exporter.Probes.Streaming;

namespace Exporter.Probes.Protocols.Gradio;

/// <summary>Reads the event stream of one call of <c>/call/</c>.</summary>
/// <param name="output">JSON Pointer to the answer among the outputs.</param>
/// <param name="streams">Whether the function is known to stream.</param>
/// <param name="bodySizeLimitBytes">Bound of the whole stream.</param>
internal sealed class GradioStream(ProbeRun run, string output, bool streams, long bodySizeLimitBytes)
{
    /// <summary>Outputs may be pictures in Base64; longer than this is a server gone wrong.</summary>
    public const int MaxEventBytes = 4 * 1024 * 1024;

    private readonly GradioAnswer answer = new(run, output, streams);

    /// <summary>The outputs as the <c>complete</c> event gave them; null before it.</summary>
    public JsonElement? Outputs => answer.Final;

    /// <param name="mediaType">Of the answer; null where it has none.</param>
    /// <returns>The failure; null when the stream was whole.</returns>
    public async Task<ProbeResult?> ReadAsync(Stream body, string? mediaType, CancellationToken cancellationToken)
    {
        run.BeginStream();
        using var events = new ServerSentEventReader(body, run.Time, (int)Math.Min(MaxEventBytes, bodySizeLimitBytes), bodySizeLimitBytes);
        while (Outputs is null)
        {
            var item = await events.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (item is StreamItem.End or StreamItem.Unterminated)
            {
                return Truncated(mediaType);
            }

            if (Take(item, events) is { } failure)
            {
                return failure;
            }
        }

        return null;
    }

    private ProbeResult? Take(StreamItem item, ServerSentEventReader events) => (item, events.EventName) switch
    {
        (StreamItem.TooLarge, _) => run.Fail(
            ProbeErrorType.BodyTooLarge,
            $"after {events.BytesRead} bytes an event was longer than {MaxEventBytes} bytes or the stream longer than {bodySizeLimitBytes} bytes"),
        (StreamItem.Error, _) or (_, "error") => GradioFailure.Of(run, "event: error", Encoding.UTF8.GetString(events.Data.Span).Trim()),
        (_, "generating") => TakeOutputs(events, isLast: false),
        (_, "complete") => TakeOutputs(events, isLast: true),
        // Heartbeats, and whatever a later version adds, say only that the app is there.
        _ => null,
    };

    private ProbeResult? TakeOutputs(ServerSentEventReader events, bool isLast)
    {
        using var document = JsonText.TryParse(events.Data, out var problem);
        if (document is null)
        {
            return run.Fail(ProbeErrorType.NotJson, $"event '{events.EventName}' of the stream is no JSON: {problem}");
        }

        answer.Take(document.RootElement, events.Timestamp, isLast);
        return null;
    }

    private ProbeResult Truncated(string? mediaType) => run.Stream!.Chunks == 0 && mediaType != "text/event-stream"
        ? run.Fail(ProbeErrorType.Other, $"the answer to the call is {mediaType ?? "of no media type"}, no event stream")
        : run.Fail(ProbeErrorType.StreamTruncated, $"the stream ended without the event 'complete' after {ReasonText.Chunks(run.Stream.Chunks)}");
}
