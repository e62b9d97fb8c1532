using System.Text.Json;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Probes.Metrics;

namespace Exporter.Commands;

/// <summary>Reports for machines: times in seconds, the words of the labels, nothing that is not known.</summary>
internal static class ProbeReportJson
{
    public static string Of(IReadOnlyList<ProbeReport> reports) => JsonReport.Of(json =>
    {
        json.WriteBoolean("success", reports.All(r => r.Result.ErrorType is null));
        json.WriteObjects("probes", reports, report => Write(json, report));
    });

    private static void Write(Utf8JsonWriter json, ProbeReport report)
    {
        var result = report.Result;
        json.WriteString("target", report.Target.Name);
        json.WriteString("probe", report.Probe.Name);
        json.WriteString("type", ProbeTypeNames.NameOf(report.Probe.Type));
        json.WriteIfKnown("case", report.Case);
        json.WriteString("outcome", result.ErrorType is null && !result.IsSuccess ? "skipped" : result.Outcome.Label());
        json.WriteIfKnown("error_type", result.ErrorType?.Label());
        json.WriteIfKnown("reason", result.Reason);
        json.WriteIfKnown("status_code", result.StatusCode);
        json.WriteIfKnown("duration_seconds", result.Duration.TotalSeconds);
        WriteTimes(json, result);
        WriteTokens(json, result);
        json.WriteIfKnown("finish_reason", result.FinishReason);
        json.WriteIfKnown("certificate_expiry", result.CertificateExpiry?.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        WriteExchanges(json, report.Exchanges);
        WriteJudgements(json, report.Judgements);
    }

    private static void WriteTimes(Utf8JsonWriter json, ProbeResult result)
    {
        json.WriteStartObject("phases_seconds");
        json.WriteIfKnown("resolve", result.Phases.Resolve?.TotalSeconds);
        json.WriteIfKnown("connect", result.Phases.Connect?.TotalSeconds);
        json.WriteIfKnown("tls", result.Phases.Tls?.TotalSeconds);
        json.WriteIfKnown("processing", result.Phases.Processing?.TotalSeconds);
        json.WriteIfKnown("transfer", result.Phases.Transfer?.TotalSeconds);
        json.WriteEndObject();
        json.WriteIfKnown("unfinished_phase", result.Unfinished?.Name);
        json.WriteIfKnown("unfinished_phase_seconds", result.Unfinished?.Duration.TotalSeconds);
        json.WriteIfKnown("time_to_headers_seconds", result.TimeToHeaders?.TotalSeconds);
        json.WriteIfKnown("time_to_first_token_seconds", result.Stream?.TimeToFirstToken.TotalSeconds);
        json.WriteIfKnown("time_to_first_output_token_seconds", result.Stream?.TimeToFirstOutputToken?.TotalSeconds);
        json.WriteIfKnown("time_to_last_token_seconds", result.Stream?.TimeToLastToken.TotalSeconds);
        json.WriteIfKnown("time_per_output_token_seconds", result.Stream?.TimePerOutputToken?.TotalSeconds);
        json.WriteIfKnown("max_gap_seconds", result.Stream?.MaxGap?.TotalSeconds);
        foreach (var (name, seconds) in PhaseMeasurements.Of(result.ServerDurations))
        {
            json.WriteIfKnown($"server_{name}_seconds", seconds);
        }

        json.WriteIfKnown("queue_rank", result.QueueJoined?.Rank);
        json.WriteIfKnown("queue_size", result.QueueJoined?.Size);
        json.WriteIfKnown("queue_last_rank", result.QueueLast?.Rank);
    }

    private static void WriteTokens(Utf8JsonWriter json, ProbeResult result)
    {
        if (result.Tokens is { } tokens)
        {
            json.WriteStartObject("tokens");
            json.WriteIfKnown("input", tokens.Input);
            json.WriteIfKnown("output", tokens.Output);
            json.WriteIfKnown("cached", tokens.Cached);
            json.WriteString("source", tokens.Source is TokenCountSource.Usage ? "usage" : "chunks");
            json.WriteEndObject();
        }
    }

    private static void WriteExchanges(Utf8JsonWriter json, IEnumerable<TranscriptEntry> exchanges) => json.WriteObjects("exchanges", exchanges, entry =>
    {
        json.WriteString(entry.IsAnswer ? "answer" : "request", entry.Line);
        json.WriteTexts("headers", entry.Headers.Select(header => $"{header.Key}: {header.Value}"));
        json.WriteIfKnown("body", entry.Body);
    });

    private static void WriteJudgements(Utf8JsonWriter json, IEnumerable<Judgement> judgements) => json.WriteObjects("judgements", judgements, judgement =>
    {
        json.WriteString("check", judgement.Check);
        json.WriteBoolean("holds", judgement.Wrong is null);
        json.WriteIfKnown("wrong", judgement.Wrong);
    });
}
