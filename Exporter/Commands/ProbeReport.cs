using Exporter.Configuration;
using Exporter.Probes;

namespace Exporter.Commands;

/// <summary>One probe run at a person's wish, with all it said and heard; secrets are masked.</summary>
internal sealed record ProbeReport(TargetConfig Target, ProbeConfig Probe, ProbeResult Result, IReadOnlyList<TranscriptEntry> Exchanges, IReadOnlyList<Judgement> Judgements)
{
    private const string Mask = "***";

    /// <summary>Runs the probe once, outside of every schedule, window and budget.</summary>
    public static async Task<ProbeReport> OfAsync(TargetConfig target, ProbeConfig config, TimeProvider time, CancellationToken cancellationToken)
    {
        using var probe = ProbeFactory.Create(target, config);
        // First, so that compiling is not shown as the server's time.
        await probe.PrepareAsync(cancellationToken);
        var run = new ProbeRun(time);
        var transcript = ProbeTranscript.Begin();
        var result = await ProbeAttempt.RunAsync(probe, run, config.Timeout, static _ => { }, cancellationToken);
        return new ProbeReport(
            target,
            config,
            result,
            [.. transcript.Exchanges.Select(entry => Masked(entry, run.Secret))],
            [.. transcript.Judgements.Select(j => j with { Wrong = j.Wrong is null ? null : Masked(j.Wrong, run.Secret) })]);
    }

    private static TranscriptEntry Masked(TranscriptEntry entry, string? secret) => entry with
    {
        Headers = [.. entry.Headers.Select(h => new KeyValuePair<string, string>(h.Key, Masked(h, secret)))],
        Body = entry.Body is null ? null : Masked(entry.Body, secret),
    };

    /// <summary>Of the header that holds credentials the scheme alone is shown: basic authentication encodes the secret.</summary>
    private static string Masked(KeyValuePair<string, string> header, string? secret) => header.Key.ToUpperInvariant() switch
    {
        "AUTHORIZATION" => $"{header.Value.Split(' ')[0]} {Mask}",
        "COOKIE" or "SET-COOKIE" => Mask,
        _ => Masked(header.Value, secret),
    };

    private static string Masked(string text, string? secret) => string.IsNullOrEmpty(secret) ? text : text.Replace(secret, Mask, StringComparison.Ordinal);
}
