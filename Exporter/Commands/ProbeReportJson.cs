using System.Text;
using System.Text.Json;
using Exporter.Configuration;
using Exporter.Probes;

namespace Exporter.Commands;

/// <summary>Reports for machines: times in seconds, the words of the labels, nothing that is not known.</summary>
internal static class ProbeReportJson
{
    public static string Of(IReadOnlyList<ProbeReport> reports)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteBoolean("success", reports.All(r => r.Result.ErrorType is null));
            json.WriteStartArray("probes");
            foreach (var report in reports)
            {
                Write(json, report);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ProbeReport report)
    {
        var result = report.Result;
        json.WriteStartObject();
        json.WriteString("target", report.Target.Name);
        json.WriteString("probe", report.Probe.Name);
        json.WriteString("type", ProbeTypeNames.NameOf(report.Probe.Type));
        json.WriteString("outcome", result.ErrorType is null && !result.IsSuccess ? "skipped" : result.Outcome.Label());
        Text(json, "error_type", result.ErrorType?.Label());
        Text(json, "reason", result.Reason);
        Number(json, "status_code", result.StatusCode);
        Number(json, "duration_seconds", result.Duration.TotalSeconds);
        WriteTimes(json, result);
        WriteTokens(json, result);
        Text(json, "finish_reason", result.FinishReason);
        Text(json, "certificate_expiry", result.CertificateExpiry?.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        WriteExchanges(json, report.Exchanges);
        WriteJudgements(json, report.Judgements);
        json.WriteEndObject();
    }

    private static void WriteTimes(Utf8JsonWriter json, ProbeResult result)
    {
        json.WriteStartObject("phases_seconds");
        Number(json, "resolve", result.Phases.Resolve?.TotalSeconds);
        Number(json, "connect", result.Phases.Connect?.TotalSeconds);
        Number(json, "tls", result.Phases.Tls?.TotalSeconds);
        Number(json, "processing", result.Phases.Processing?.TotalSeconds);
        Number(json, "transfer", result.Phases.Transfer?.TotalSeconds);
        json.WriteEndObject();
        Number(json, "time_to_headers_seconds", result.TimeToHeaders?.TotalSeconds);
        Number(json, "time_to_first_token_seconds", result.Stream?.TimeToFirstToken.TotalSeconds);
        Number(json, "time_to_first_output_token_seconds", result.Stream?.TimeToFirstOutputToken?.TotalSeconds);
        Number(json, "time_per_output_token_seconds", result.Stream?.TimePerOutputToken?.TotalSeconds);
        Number(json, "max_gap_seconds", result.Stream?.MaxGap?.TotalSeconds);
        foreach (var (name, seconds) in PhaseMeasurements.Of(result.ServerDurations))
        {
            Number(json, $"server_{name}_seconds", seconds);
        }
    }

    private static void WriteTokens(Utf8JsonWriter json, ProbeResult result)
    {
        if (result.Tokens is { } tokens)
        {
            json.WriteStartObject("tokens");
            Number(json, "input", tokens.Input);
            Number(json, "output", tokens.Output);
            Number(json, "cached", tokens.Cached);
            json.WriteString("source", tokens.Source is TokenCountSource.Usage ? "usage" : "chunks");
            json.WriteEndObject();
        }
    }

    private static void WriteExchanges(Utf8JsonWriter json, IEnumerable<TranscriptEntry> exchanges)
    {
        json.WriteStartArray("exchanges");
        foreach (var entry in exchanges)
        {
            json.WriteStartObject();
            json.WriteString(entry.IsAnswer ? "answer" : "request", entry.Line);
            json.WriteStartArray("headers");
            foreach (var (name, value) in entry.Headers)
            {
                json.WriteStringValue($"{name}: {value}");
            }

            json.WriteEndArray();
            Text(json, "body", entry.Body);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteJudgements(Utf8JsonWriter json, IEnumerable<Judgement> judgements)
    {
        json.WriteStartArray("judgements");
        foreach (var judgement in judgements)
        {
            json.WriteStartObject();
            json.WriteString("check", judgement.Check);
            json.WriteBoolean("holds", judgement.Wrong is null);
            Text(json, "wrong", judgement.Wrong);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Text(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
    }
}
