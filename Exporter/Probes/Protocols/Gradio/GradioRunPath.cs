using System.Text.Json;
using Exporter.Probes.Judging;
using Exporter.Probes.Transport;

namespace Exporter.Probes.Protocols.Gradio;

/// <summary>Past the queue: one POST, one answer, with the time that the function took.</summary>
internal static class GradioRunPath
{
    public static Task<ProbeResult> AskAsync(GradioCall call, CancellationToken cancellationToken) => call.Transport.ExchangeAsync(
        call.Run,
        call.Post($"/run/{call.EscapedName}", call.Arguments()),
        async (answer, body, token) =>
        {
            var (document, failure) = await JsonAnswer.ReadAsync(call.Run, answer, body, call.Config.BodySizeLimitBytes, null, token).ConfigureAwait(false);
            using (document)
            {
                return failure ?? Judge(call, document!.RootElement);
            }
        },
        cancellationToken);

    private static ProbeResult Judge(GradioCall call, JsonElement answer)
    {
        call.Run.ServerDurations = JsonText.SecondsOf(answer, "duration") is { } duration ? new ServerDurations { Inference = duration } : null;
        if (JsonText.Property(answer, "is_generating") is { ValueKind: JsonValueKind.True })
        {
            return call.Run.Fail(ProbeErrorType.Other, "the function streams, and outside the queue only its first piece can be had");
        }

        return JsonText.Property(answer, "data") is { } outputs
            ? call.Judge(outputs)
            : call.Run.Fail(ProbeErrorType.Other, $"the answer has no data: {answer.GetRawText()}");
    }
}
