using Exporter.Probes;

namespace Exporter.Tests.Probes.Support;

/// <summary>A protocol that does what the test says.</summary>
internal sealed class FakeProbe(Func<ProbeRun, CancellationToken, Task<ProbeResult>> ask) : IProbe
{
    private int prepared;

    /// <summary>How often it was asked to prepare.</summary>
    public int Prepared => prepared;

    public bool IsDisposed { get; private set; }

    public static FakeProbe Answering(Func<ProbeRun, ProbeResult> answer) => new((run, _) => Task.FromResult(answer(run)));

    public ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        prepared++;
        return ValueTask.CompletedTask;
    }

    public Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken) => ask(run, cancellationToken);

    public void Dispose() => IsDisposed = true;
}
