using System.Text;
using Exporter.Probes.Judging;
using Exporter.Probes.Streaming;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols;

/// <summary>
/// Reads the event stream of one call of a Gradio function. Every <c>generating</c> event carries the whole answer so far, so
/// an event counts as a piece only where the text has changed.
/// </summary>
/// <param name="output">JSON Pointer to the answer among the outputs.</param>
/// <param name="streams">Whether the function is known to stream; the answer of one that does not is no first token.</param>
/// <param name="bodySizeLimitBytes">Bound of the whole stream.</param>
internal sealed class GradioStream(ProbeRun run, string output, bool streams, long bodySizeLimitBytes)
{
    /// <summary>Outputs may be pictures in Base64; longer than this is a server gone wrong.</summary>
    private const int MaxEventBytes = 4 * 1024 * 1024;

    private string text = string.Empty;
    private bool generated = streams;

    /// <summary>The outputs as the <c>complete</c> event gave them; null before it.</summary>
    public byte[]? Outputs { get; private set; }

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
        (StreamItem.Error, _) or (_, "error") => ReportedError(events.Data.Span),
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

        generated |= !isLast;
        Outputs = isLast ? events.Data.ToArray() : null;
        var now = GradioText.Of(document.RootElement, output);
        if (generated && now.Length > 0 && now != text)
        {
            run.TokenReceived(events.Timestamp, isOutput: true);
            text = now;
        }

        return null;
    }

    /// <summary>The app's own message is a JSON string, or null unless the app shows its errors.</summary>
    private ProbeResult ReportedError(ReadOnlySpan<byte> data)
    {
        var said = Encoding.UTF8.GetString(data).Trim();
        if (said is "" or "null")
        {
            return run.Fail(ProbeErrorType.StreamError, "the function failed (event: error) without saying why; the app's log has its traceback");
        }

        var error = ErrorAnswer.IsOutOfMemory(said) ? ProbeErrorType.OutOfMemory : ProbeErrorType.StreamError;
        return run.Fail(error, $"the function failed (event: error): {ErrorAnswer.MessageOf(said)}");
    }

    private ProbeResult Truncated(string? mediaType) => run.Stream!.Chunks == 0 && mediaType != "text/event-stream"
        ? run.Fail(ProbeErrorType.Other, $"the answer to the call is {mediaType ?? "of no media type"}, no event stream")
        : run.Fail(ProbeErrorType.StreamTruncated, $"the stream ended without the event 'complete' after {ReasonText.Chunks(run.Stream.Chunks)}");
}
