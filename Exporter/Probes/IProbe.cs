namespace Exporter.Probes;

/// <summary>
/// One way of asking a model server: builds the request, sends it, reads the answer and judges it. When it runs, how long it
/// may take and what is counted are not its business; <see cref="ProbeJob"/> owns that for every protocol.
/// </summary>
internal interface IProbe : IDisposable
{
    /// <summary>Work that must not be part of a measurement, such as compiling the code path; called once before the first run.</summary>
    public ValueTask PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Asks once. Never two runs at a time.</summary>
    /// <param name="run">Told how far the probe has come, so that a time-out can say where it struck; makes the result.</param>
    /// <param name="cancellationToken">Fires at the time-out or at the stop; the probe then throws <see cref="OperationCanceledException"/>.</param>
    /// <returns>Success, an expected failure, or a skip where a look at the server's state says that the question would do harm. Any other exception is a bug of the probe.</returns>
    public Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken);
}
