using Exporter.Configuration;
using Exporter.Configuration.Probes;

namespace Exporter.Probes.Quality;

/// <summary>Asks every case of a probe now and takes the references from the answers; writes nothing.</summary>
internal static class BaselineRun
{
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static async Task<IReadOnlyList<RecordedCase>> OfAsync(TargetConfig target, ProbeConfig config, QualityConfig quality, TimeProvider time, CancellationToken cancellationToken)
    {
        var recorder = new BaselineRecorder(config, quality);
        using var probe = ProbeFactory.Create(target, config);
        await ProbeWarmUp.PrepareAsync(probe, target, cancellationToken).ConfigureAwait(false);
        var first = await RoundAsync().ConfigureAwait(false);
        if (!recorder.RecordsOutputs || first.Any(static one => one.Problem is not null))
        {
            return first;
        }

        var second = await RoundAsync().ConfigureAwait(false);
        return [.. first.Zip(second, Agreed)];

        async Task<List<RecordedCase>> RoundAsync()
        {
            var recorded = new List<RecordedCase>();
            // The probe of the cases goes round: as many runs as cases ask each once.
            for (var i = 0; i < quality.Cases.Count; i++)
            {
                var result = await ProbeAttempt.RunAsync(probe, new ProbeRun(time), config.Timeout, static _ => { }, cancellationToken).ConfigureAwait(false);
                recorded.Add(Take(recorder, target, CaseAsker.NameOf(quality.Cases[i], i), quality.Cases[i], result, time.GetUtcNow()));
            }

            return recorded;
        }
    }

    private static RecordedCase Take(BaselineRecorder recorder, TargetConfig target, string name, QualityCaseConfig one, ProbeResult result, DateTimeOffset now)
    {
        var broken = result.Quality?.Checks.FirstOrDefault(static check => check.Wrong is not null && AssertionKinds.IsAbsolute(check.Kind)).Wrong;
        if (!result.IsSuccess || broken is not null || result.Answer is not { } answer)
        {
            return new RecordedCase(name, null, result.Reason ?? broken ?? "there is no answer to record");
        }

        if (recorder.Record(one, answer, out var problem) is not { } reference)
        {
            return new RecordedCase(name, null, $"the answer is no JSON: {problem}");
        }

        return new RecordedCase(name, reference.IsEmpty ? null : reference with { Name = one.Name ?? name, Model = target.Model, RecordedAt = now }, null);
    }

    /// <summary>An answer that is another one at the second asking would be a change at every tick.</summary>
    private static RecordedCase Agreed(RecordedCase first, RecordedCase second)
    {
        if (second.Problem is not null || first.Reference?.OutputSha256 is null || first.Reference.OutputSha256 == second.Reference?.OutputSha256)
        {
            return second;
        }

        var without = first.Reference with { OutputSha256 = null };
        return first with { Reference = without.IsEmpty ? null : without, Remark = "the answer is another one each time, so no hash of it" };
    }
}
