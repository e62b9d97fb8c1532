namespace Exporter.Traffic.State;

/// <summary>Keeps of one target's evidence what later evidence is judged against. Not thread-safe.</summary>
internal sealed class HistoryKeeper(TimeProvider time)
{
    /// <summary>The kernel's idea of when it was booted, and with it that of a process's start, moves by a second when the clock is set.</summary>
    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(2);

    private long lastAnswer = time.GetTimestamp();
    private long? reopened;
    private ServerFacts? lastBeat;
    private DateTimeOffset? processStart;
    private bool wasReady;
    private bool wasListening;
    private bool wasOnGpu;

    /// <summary>The history before <paramref name="now"/>, which becomes part of it.</summary>
    public TargetHistory Add(TargetEvidence now)
    {
        ForgetAfterRestart(now);
        wasListening |= now.IsListening is true;
        if (now.IsAnswering || !now.Deciding.Any(p => p.Finding is not null || p.InFlight is not null))
        {
            // Where nobody asks, nobody waits for an answer.
            lastAnswer = time.GetTimestamp();
        }

        var history = new TargetHistory
        {
            SinceHeartbeat = SinceHeartbeat(now.Server),
            SinceAnswer = time.GetElapsedTime(lastAnswer),
            SinceReopened = SinceReopened(now),
            SinceAccept = now.Sockets is { } sockets ? time.GetElapsedTime(sockets.LastAccept) : null,
            WasReady = wasReady,
            WasListening = wasListening,
            WasOnGpu = wasOnGpu,
        };
        wasReady |= now.IsAnswering;
        wasOnGpu |= now.Gpu?.IsOnGpu == true;
        return history;
    }

    private void ForgetAfterRestart(TargetEvidence now)
    {
        if (now.ProcessStart is { } start)
        {
            if (processStart is { } before && (start - before).Duration() > StartTolerance)
            {
                (wasReady, wasOnGpu) = (false, false);
            }

            processStart = start;
        }

        if (now.Finds(ProbeFinding.Refused) && !now.IsAnswering)
        {
            wasReady = false;
        }
    }

    private TimeSpan? SinceReopened(TargetEvidence now)
    {
        if (!now.Finds(ProbeFinding.Refused) || now.IsListening is not true)
        {
            reopened = null;
            return null;
        }

        return time.GetElapsedTime(reopened ??= time.GetTimestamp());
    }

    /// <summary>Between the reading in which the engine last stepped, or had begun to work, and the newest: what happens after that is not known.</summary>
    private TimeSpan? SinceHeartbeat(ServerFacts? server)
    {
        if (server?.Heartbeat is null)
        {
            lastBeat = null;
            return null;
        }

        if (lastBeat is not { } before || before.Heartbeat != server.Heartbeat || before.Running is not > 0 || server.Running is not > 0)
        {
            lastBeat = server;
        }

        return server.At - lastBeat.At;
    }
}
