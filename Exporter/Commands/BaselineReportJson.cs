using System.Text;
using System.Text.Json;

namespace Exporter.Commands;

/// <summary>Recordings for machines.</summary>
internal static class BaselineReportJson
{
    public static string Of(IReadOnlyList<BaselineReport> reports)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteBoolean("success", reports.All(static report => report.Problem is null));
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

    private static void Write(Utf8JsonWriter json, BaselineReport report)
    {
        json.WriteStartObject();
        json.WriteString("target", report.Target);
        json.WriteString("probe", report.Probe);
        json.WriteString("file", report.File);
        json.WriteNumber("written", report.Written);
        json.WriteIfKnown("problem", report.Problem);
        json.WriteStartArray("cases");
        foreach (var one in report.Cases)
        {
            json.WriteStartObject();
            json.WriteString("name", one.Name);
            json.WriteIfKnown("problem", one.Problem);
            json.WriteIfKnown("remark", one.Remark);
            json.WriteStartArray("recorded");
            foreach (var part in one.Reference is null ? [] : BaselineReport.Parts(one.Reference))
            {
                json.WriteStringValue(part);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
