namespace Exporter.Probes.Protocols.Gradio;

/// <summary>The queue since 4.9, as the app's own page takes it: the arguments are sent, and the stream of the session tells what becomes of them.</summary>
internal static class GradioQueuePath
{
    public static async Task<ProbeResult> AskAsync(GradioCall call, CancellationToken cancellationToken)
    {
        var (eventId, result) = await GradioJoining.AskAsync(call, call.Post("/queue/join", call.QueuedArguments()), cancellationToken).ConfigureAwait(false);
        if (eventId is null)
        {
            return result;
        }

        call.Run.Queue = new QueueWait(call.Run.Time, call.Run.Time.GetTimestamp());
        return await call.Transport.ContinueAsync(
            call.Run,
            call.Get($"/queue/data?session_hash={call.Session}"),
            (answer, body, token) => GradioQueueStream.JudgeAsync(call, answer, body, NeverAsked, token),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The arguments are with the app already.</summary>
    private static Task<ProbeResult?> NeverAsked(GradioQueueMessages messages, CancellationToken cancellationToken) => Task.FromResult<ProbeResult?>(null);
}
