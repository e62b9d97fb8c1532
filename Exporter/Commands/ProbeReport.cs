using System.Globalization;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Probes.Quality;

namespace Exporter.Commands;

/// <summary>One probe run at a person's wish, with all it said and heard; secrets are masked.</summary>
internal sealed record ProbeReport(TargetConfig Target, ProbeConfig Probe, ProbeResult Result, IReadOnlyList<TranscriptEntry> Exchanges, IReadOnlyList<Judgement> Judgements)
{
    /// <summary>The case that was asked, of how many; null for a probe without cases.</summary>
    public string? Case => Probe.Quality is { } quality && Result.Case is { } asked
        ? string.Create(CultureInfo.InvariantCulture, $"{CaseAsker.NameOf(asked, quality.Cases.TakeWhile(one => !ReferenceEquals(one, asked)).Count())} of {quality.Cases.Count}")
        : null;

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
