using Exporter.Configuration;
using Exporter.Probes;

namespace Exporter.Commands;

/// <summary>One probe run at a person's wish, with all it said and heard; secrets are masked.</summary>
internal sealed record ProbeReport(TargetConfig Target, ProbeConfig Probe, ProbeResult Result, IReadOnlyList<TranscriptEntry> Exchanges, IReadOnlyList<Judgement> Judgements)
{
    /// <summary>Runs the probe once, outside of every schedule, window and budget.</summary>
    public static async Task<ProbeReport> OfAsync(TargetConfig target, ProbeConfig config, TimeProvider time, CancellationToken cancellationToken)
    {
        using var probe = ProbeFactory.Create(target, config);
        // First, so that compiling is not shown as the server's time.
        await ProbeWarmUp.PrepareAsync(probe, target, cancellationToken);
        var run = new ProbeRun(time);
        var transcript = ProbeTranscript.Begin();
        var result = await ProbeAttempt.RunAsync(probe, run, config.Timeout, static _ => { }, cancellationToken);
        var secrets = new ReportSecrets(transcript.Exchanges, run.Secret);
        return new ProbeReport(
            target,
            config,
            result with { Reason = result.Reason is null ? null : secrets.Masked(result.Reason) },
            [.. transcript.Exchanges.Select(secrets.Masked)],
            [.. transcript.Judgements.Select(j => j with { Wrong = j.Wrong is null ? null : secrets.Masked(j.Wrong) })]);
    }
}
