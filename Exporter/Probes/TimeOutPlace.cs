namespace Exporter.Probes;

/// <summary>Where a run was when its time ran out: the name of that time-out, and the words that follow "time-out of 3s".</summary>
internal static class TimeOutPlace
{
    public static (ProbeErrorType Error, string Where) Of(ProbeRun run) => run.Stage switch
    {
        ProbeStage.Starting => (ProbeErrorType.TimeoutConnect, "before it began to connect"),
        ProbeStage.Resolving => (ProbeErrorType.TimeoutConnect, "while the name was looked up"),
        ProbeStage.Connecting => (ProbeErrorType.TimeoutConnect, "while connecting"),
        ProbeStage.Securing => (ProbeErrorType.TimeoutConnect, "in the TLS handshake"),
        ProbeStage.Connected or ProbeStage.Waiting => (BeforeFirstToken(run), "waiting for the headers of the answer"),
        ProbeStage.Receiving when run.Queue is { Waited: null } queue => (BeforeFirstToken(run), $"waiting in the server's queue{Place(queue)}"),
        ProbeStage.Receiving => (BeforeFirstToken(run), (run.ExpectsStream ? "waiting for the first token" : "while the answer came in") + AfterQueue(run)),
        ProbeStage.Generating => (ProbeErrorType.TimeoutTotal, $"after {ReasonText.Chunks(run.Stream!.Chunks)} of the answer{AfterQueue(run)}"),
    };

    private static ProbeErrorType BeforeFirstToken(ProbeRun run) => run.ExpectsStream ? ProbeErrorType.TimeoutFirstToken : ProbeErrorType.TimeoutTotal;

    private static string AfterQueue(ProbeRun run) => run.Queue?.Waited is { } waited ? $", {ReasonText.Seconds(waited)} of it in the server's queue" : string.Empty;

    /// <summary>Where the question stood at last, and where it had begun.</summary>
    private static string Place(QueueWait queue) =>
        queue is { First: { } first, Last: { } last } ? $", at {last} (0 is next), having joined at {first}" : string.Empty;
}
