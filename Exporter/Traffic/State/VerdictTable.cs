namespace Exporter.Traffic.State;

/// <summary>
/// From evidence to verdict: the first row that fits counts. What is more certain and what explains more stands higher; a cause
/// (a lost GPU) stands above its effect (no answers). Pure.
/// </summary>
internal static class VerdictTable
{
    /// <param name="Name">What the row sees; for tests and people.</param>
    /// <param name="Verdict">What it concludes; null keeps the state, since the evidence is in transit.</param>
    /// <param name="Fits">Whether the evidence is there.</param>
    internal sealed record Row(string Name, Verdict? Verdict, Func<Case, bool> Fits);

    /// <summary>One target at one moment.</summary>
    /// <param name="StalledAfter">How long work without progress may last.</param>
    internal sealed record Case(TargetEvidence Now, TargetHistory Before, TimeSpan StalledAfter);

    public static readonly IReadOnlyList<Row> Rows =
    [
        new("a GPU that it computed on is lost", new(TargetState.GpuFailed, IsCertain: true), c => c.Now.Gpu?.IsLost == true),

        new("its port is closed", new(TargetState.Down, IsCertain: true), IsClosed),
        new("it was refused, and now listens again", null, c => IsAll(c, ProbeFinding.Refused) && c.Before.SinceReopened < c.StalledAfter),

        new("it is unavailable and was never ready", new(TargetState.Loading), c => c.Now.Finds(ProbeFinding.Unavailable) && !c.Before.WasReady && !c.Now.IsAnswering),
        new("it says that it sleeps", new(TargetState.Sleeping), c => c.Now.Server?.IsSleeping == true || (c.Now.Finds(ProbeFinding.NotLoaded) && !c.Now.IsAnswering)),

        new("it is up and on no GPU although it was", new(TargetState.GpuLostContext), c => c.Before.WasOnGpu && c.Now.Gpu?.IsOnGpu == false),

        new("it has running requests and the engine takes no step", new(TargetState.Stalled), IsEngineStuck),
        new("clients wait and none is accepted", new(TargetState.Stalled), AcceptsNobody),
        new("probes wait and none is answered", new(TargetState.Stalled), AnswersNobody),

        new("its accept queue is full", new(TargetState.Saturated), c => c.Now.Sockets?.IsAcceptQueueFull == true),
        new("it says that it has too much to do", new(TargetState.Saturated), c => c.Now.Repeats(ProbeFinding.Overloaded) || (c.Now.Repeats(ProbeFinding.Unavailable) && !c.Now.IsAnswering)),
        new("requests wait inside it", new(TargetState.Saturated), c => c.Now.Server?.Waiting > 0),
        new("probes come too late while clients wait", new(TargetState.Saturated), c => IsAll(c, ProbeFinding.TimedOut) && c.Now.Sockets?.AcceptQueueLength > 0),

        new("its name stays unknown", new(TargetState.Down), c => c.Now.IsListening is not true && IsAll(c, ProbeFinding.Unresolved) && c.Now.Deciding.Any(p => p.IsRepeated)),
        new("every answer is an error", new(TargetState.Down), IsAlwaysAnError),
        new("it answers", new(TargetState.Ok), c => c.Now.IsAnswering),
        new("it is not probed and listens or tells its metrics", new(TargetState.Ok), c => c.Now.Probes.Count == 0 && (c.Now.IsListening is true || c.Now.Server is not null)),
    ];

    /// <returns>The row that counts; null where nothing is known, or too little.</returns>
    public static Row? Find(TargetEvidence now, TargetHistory before, TimeSpan stalledAfter)
    {
        var current = new Case(now, before, stalledAfter);
        return Rows.FirstOrDefault(r => r.Fits(current));
    }

    /// <summary>Refused; or nobody listens where somebody did. Where nobody was ever seen (a port in a place that we cannot look into) sockets say nothing.</summary>
    private static bool IsClosed(Case c) =>
        c.Now.IsListening is not true && (IsAll(c, ProbeFinding.Refused) || (c.Before.WasListening && c.Now.IsListening is false));

    /// <summary>A look-up that failed is no answer, but no good one either.</summary>
    private static bool IsAlwaysAnError(Case c) =>
        IsAll(c, ProbeFinding.Failed, ProbeFinding.Refused, ProbeFinding.Unresolved)
        && c.Now.Deciding.Any(p => p is { Finding: ProbeFinding.Failed or ProbeFinding.Refused, IsRepeated: true });

    private static bool IsEngineStuck(Case c) => c.Now.Server?.Running > 0 && c.Before.SinceHeartbeat >= c.StalledAfter;

    /// <summary>An engine that steps is a better witness than a queue that stands: a long generation may hold the one thread.</summary>
    private static bool AcceptsNobody(Case c) => c.Now.Sockets?.Waiting.Count > 0 && c.Before.SinceAccept >= c.StalledAfter && !IsEngineStepping(c) && !c.Now.IsAnswering;

    /// <summary>
    /// It takes every connection in and answers none. Not where clients are seen to be accepted one after the other, or an engine to
    /// step: then the probe only waits its turn.
    /// </summary>
    private static bool AnswersNobody(Case c) =>
        c.Now.Deciding.Any(p => p is { Finding: ProbeFinding.TimedOut, IsRepeated: true } || p.InFlight >= c.StalledAfter)
        && !c.Now.IsAnswering
        && c.Before.SinceAnswer >= c.StalledAfter
        && !IsEngineStepping(c)
        && !(c.Now.Sockets?.AcceptQueueLength > 0);

    private static bool IsEngineStepping(Case c) => c.Now.Server?.Running > 0 && c.Before.SinceHeartbeat < c.StalledAfter;

    /// <summary>Whether every deciding probe that has a result found one of these.</summary>
    private static bool IsAll(Case c, params ReadOnlySpan<ProbeFinding> findings)
    {
        var known = 0;
        foreach (var probe in c.Now.Deciding)
        {
            if (probe.Finding is not { } finding)
            {
                continue;
            }

            if (!findings.Contains(finding))
            {
                return false;
            }

            known++;
        }

        return known > 0;
    }
}
