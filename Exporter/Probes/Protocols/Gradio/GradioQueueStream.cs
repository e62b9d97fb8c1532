using Exporter.Probes.Streaming;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols.Gradio;

/// <summary>Reads the queue's messages from an event stream.</summary>
internal static class GradioQueueStream
{
    /// <param name="answered">Called after each message, to send what it asks for; a failure ends the reading.</param>
    public static async Task<ProbeResult> JudgeAsync(
        GradioCall call,
        HttpResponseMessage answer,
        Stream body,
        Func<GradioQueueMessages, CancellationToken, Task<ProbeResult?>> answered,
        CancellationToken cancellationToken)
    {
        var run = call.Run;
        if (!answer.IsSuccessStatusCode)
        {
            return await ErrorAnswer.JudgeAsync(run, answer, body, cancellationToken).ConfigureAwait(false);
        }

        if (ContentCoding.Objection(answer) is { } compressed)
        {
            return run.Fail(ProbeErrorType.NotJson, compressed);
        }

        var limit = call.Config.BodySizeLimitBytes;
        var mediaType = answer.Content.Headers.ContentType?.MediaType;
        var messages = new GradioQueueMessages(run, call.App, call.Function, call.Config.Output);
        using var events = new ServerSentEventReader(body, run.Time, (int)Math.Min(GradioStream.MaxEventBytes, limit), limit);
        run.BeginStream();
        for (var received = 0; messages.Outputs is null; received++)
        {
            var failure = await events.ReadAsync(cancellationToken).ConfigureAwait(false) switch
            {
                StreamItem.Event => messages.Take(events.Data, events.Timestamp) ?? await answered(messages, cancellationToken).ConfigureAwait(false),
                StreamItem.TooLarge => run.Fail(ProbeErrorType.BodyTooLarge, $"after {events.BytesRead} bytes a message was longer than {GradioStream.MaxEventBytes} bytes or the stream longer than {limit} bytes"),
                StreamItem.Error => run.Fail(ProbeErrorType.StreamError, "the stream reports an error that is none of Gradio's"),
                StreamItem.End or StreamItem.Unterminated when received == 0 && mediaType != "text/event-stream" =>
                    run.Fail(ProbeErrorType.Other, $"the answer of the queue is {mediaType ?? "of no media type"}, no event stream"),
                StreamItem.End or StreamItem.Unterminated => messages.Truncated(),
            };
            if (failure is not null)
            {
                return failure;
            }
        }

        return call.Judge(messages.Outputs.Value);
    }
}
