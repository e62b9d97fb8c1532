using Exporter.Probes.Judging;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols.Gradio;

/// <summary>The POST that puts a call into the queue and is answered with its id.</summary>
internal static class GradioJoining
{
    /// <returns>The id, or null and the failure.</returns>
    public static async Task<(string? EventId, ProbeResult Result)> AskAsync(GradioCall call, Func<HttpRequestMessage> request, CancellationToken cancellationToken)
    {
        string? eventId = null;
        var result = await call.Transport.ExchangeAsync(
            call.Run,
            request,
            async (answer, body, token) =>
            {
                var (document, failure) = await JsonAnswer.ReadAsync(call.Run, answer, body, call.Config.BodySizeLimitBytes, null, token).ConfigureAwait(false);
                using (document)
                {
                    eventId = document is null ? null : JsonText.StringOf(document.RootElement, "event_id");
                }

                return failure ?? (eventId is null ? call.Run.Fail(ProbeErrorType.Other, "the answer to the call has no event_id") : call.Run.Succeed());
            },
            cancellationToken).ConfigureAwait(false);
        return (eventId, result);
    }
}
