namespace Exporter.Probes;

/// <summary>One run of a probe within its time-out; whatever happens, it ends with a result.</summary>
internal static class ProbeAttempt
{
    /// <param name="bug">Told of an exception that a protocol should not have thrown.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> fired: a stop is no fault of the server.</exception>
    public static async Task<ProbeResult> RunAsync(IProbe probe, ProbeRun run, TimeSpan bound, Action<Exception> bug, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(bound, run.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await probe.RunAsync(run, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return run.TimeOut(bound);
        }
#pragma warning disable CA1031 // Whatever a protocol does wrong is counted against it, and the next tick comes all the same.
        catch (Exception unexpected)
#pragma warning restore CA1031
        {
            bug(unexpected);
            return run.Fail(ProbeErrorType.Other, $"unexpected error in the probe: {unexpected.GetType().Name}");
        }
    }
}
