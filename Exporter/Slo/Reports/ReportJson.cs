using System.Text;
using System.Text.Json;

namespace Exporter.Slo.Reports;

/// <summary>Reports for machines: shares from 0 to 1, null for what is not known.</summary>
internal static class ReportJson
{
    public static string Of(ComplianceReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("period", report.Period.Text);
            json.WriteString("start", report.Period.Start.UtcDateTime);
            json.WriteString("end", report.Period.End.UtcDateTime);
            json.WriteString("verdict", report.Verdict switch { Verdict.Met => "met", Verdict.Violated => "violated", _ => "unknown" });
            json.WriteStartArray("objectives");
            foreach (var row in report.Rows)
            {
                Write(json, row);
            }

            json.WriteEndArray();
            json.WriteStartArray("warnings");
            foreach (var warning in report.Warnings)
            {
                json.WriteStringValue(warning);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    private static void Write(Utf8JsonWriter json, ComplianceRow row)
    {
        json.WriteStartObject();
        json.WriteString("target", row.Target);
        json.WriteString("slo", row.Slo);
        json.WriteNumber("objective_ratio", row.Objective);
        Number(json, "good_ratio", row.Good);
        Number(json, "budget_left_ratio", row.BudgetLeft);
        Number(json, "burn_rate_now", row.Burn);
        Number(json, "measured_ratio", row.Measured);
        Number(json, "probes", row.Total);
        Number(json, "bad_probes", row.Bad);
        json.WriteNumber("probes_needed", row.Needed);
        json.WriteString("verdict", row.Verdict switch
        {
            Verdict.Met => "met",
            Verdict.Violated => "violated",
            Verdict.TooFew => "too_few_probes",
            Verdict.NoData => "no_data",
        });
        json.WriteEndObject();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
