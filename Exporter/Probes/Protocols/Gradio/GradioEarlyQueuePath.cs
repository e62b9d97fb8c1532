using System.Text.Json;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols.Gradio;

/// <summary>
/// The queue of 4.0 to 4.8: opening the stream joins it, and when the turn has come the app asks for the arguments, which are sent
/// on a second connection while the stream stays open.
/// </summary>
internal static class GradioEarlyQueuePath
{
    public static Task<ProbeResult> AskAsync(GradioCall call, CancellationToken cancellationToken) => call.Transport.ExchangeAsync(
        call.Run,
        call.Get($"/queue/join?fn_index={call.Function.Index}&session_hash={call.Session}"),
        (answer, body, token) => GradioQueueStream.JudgeAsync(call, answer, body, (messages, stop) => SendArgumentsAsync(call, messages, stop), token),
        cancellationToken);

    private static async Task<ProbeResult?> SendArgumentsAsync(GradioCall call, GradioQueueMessages messages, CancellationToken cancellationToken)
    {
        if (messages.Wish != GradioWish.Arguments)
        {
            return null;
        }

        var eventId = messages.EventId is { } id ? $"\"{JsonEncodedText.Encode(id)}\"" : null;
        var result = await call.Transport.ContinueAsync(
            call.Run,
            call.Post("/queue/data", call.QueuedArguments(eventId)),
            async (answer, body, token) => answer.IsSuccessStatusCode
                ? call.Run.Succeed()
                : await ErrorAnswer.JudgeAsync(call.Run, answer, body, token).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
        return result.IsSuccess ? null : result;
    }
}
