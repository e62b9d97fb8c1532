using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols.Gradio;

/// <summary>As the API page of 4.20 and later shows it: <c>POST /call/NAME</c> gives an id, whose event stream has the answer.</summary>
internal static class GradioEventsPath
{
    public static async Task<ProbeResult> AskAsync(GradioCall call, CancellationToken cancellationToken)
    {
        if (!call.App.HasCall)
        {
            return call.Run.Fail(ProbeErrorType.Other, $"the app (Gradio {call.App.Version}) has no /call/, which came with 4.20");
        }

        var path = $"/call/{call.EscapedName}";
        var (eventId, result) = await GradioJoining.AskAsync(call, call.Post(path, call.Arguments()), cancellationToken).ConfigureAwait(false);
        return eventId is null
            ? result
            : await call.Transport.ContinueAsync(
                call.Run,
                call.Get($"{path}/{Uri.EscapeDataString(eventId)}"),
                (answer, body, token) => JudgeAsync(call, answer, body, token),
                cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ProbeResult> JudgeAsync(GradioCall call, HttpResponseMessage answer, Stream body, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
        {
            return await ErrorAnswer.JudgeAsync(call.Run, answer, body, cancellationToken).ConfigureAwait(false);
        }

        if (ContentCoding.Objection(answer) is { } compressed)
        {
            return call.Run.Fail(ProbeErrorType.NotJson, compressed);
        }

        var stream = new GradioStream(call.Run, call.Config.Output, call.Function.Streams, call.Config.BodySizeLimitBytes);
        return await stream.ReadAsync(body, answer.Content.Headers.ContentType?.MediaType, cancellationToken).ConfigureAwait(false)
            ?? call.Judge(stream.Outputs!.Value);
    }
}
