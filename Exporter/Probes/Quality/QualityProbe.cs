using Exporter.Configuration.Probes;

namespace Exporter.Probes.Quality;

/// <summary>Asks the cases of a probe in turn, one a run, each through a probe of the protocol made for it, and judges the answers.</summary>
internal sealed class QualityProbe : IProbe
{
    private readonly QualityConfig quality;
    private readonly CaseAsker[] askers;
    private int next;

    /// <param name="create">Makes the probe of a protocol.</param>
    public QualityProbe(ProbeConfig probe, QualityConfig quality, Func<ProbeConfig, IProbe> create)
    {
        this.quality = quality;
        askers = [.. quality.Cases.Select((one, index) => new CaseAsker(probe, quality, one, index, create))];
    }

    public ValueTask PrepareAsync(CancellationToken cancellationToken) => askers[0].PrepareAsync(cancellationToken);

    public async Task<ProbeResult> RunAsync(ProbeRun run, CancellationToken cancellationToken)
    {
        var asker = askers[next];
        // Moves on whatever comes of it: a case that hangs must not hold up the others.
        next = (next + 1) % askers.Length;
        run.Case = asker.Case;
        var result = await asker.Probe.RunAsync(run, cancellationToken).ConfigureAwait(false);
        return result.Answer is { } answer ? Judge(asker, run, result, answer) : result;
    }

    public void Dispose()
    {
        foreach (var asker in askers)
        {
            asker.Dispose();
        }
    }

    private ProbeResult Judge(CaseAsker asker, ProbeRun run, ProbeResult result, AnswerContent answer)
    {
        if (asker.Judge(answer, out var problem) is not { } verdict)
        {
            return result.IsSuccess && problem is { } wrongAnswer ? run.Fail(wrongAnswer.Error, $"{asker.Name}: {wrongAnswer.Reason}") : result;
        }

        var wrong = verdict.Checks.FirstOrDefault(static check => check.Wrong is not null && AssertionKinds.IsAbsolute(check.Kind));
        return quality.FailProbe && result.IsSuccess && wrong.Wrong is not null
            ? run.Fail(ProbeErrorType.Assertion, $"{asker.Name}: {wrong.Wrong}") with { Quality = verdict }
            : result with { Quality = verdict };
    }
}
