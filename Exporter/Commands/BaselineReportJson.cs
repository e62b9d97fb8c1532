using System.Text.Json;

namespace Exporter.Commands;

/// <summary>Recordings for machines.</summary>
internal static class BaselineReportJson
{
    public static string Of(IReadOnlyList<BaselineReport> reports) => JsonReport.Of(json =>
    {
        json.WriteBoolean("success", reports.All(static report => report.Problem is null));
        json.WriteObjects("probes", reports, report => Write(json, report));
    });

    private static void Write(Utf8JsonWriter json, BaselineReport report)
    {
        json.WriteString("target", report.Target);
        json.WriteString("probe", report.Probe);
        json.WriteString("file", report.File);
        json.WriteNumber("written", report.Written);
        json.WriteIfKnown("problem", report.Problem);
        json.WriteObjects("cases", report.Cases, one =>
        {
            json.WriteString("name", one.Name);
            json.WriteIfKnown("problem", one.Problem);
            json.WriteIfKnown("remark", one.Remark);
            json.WriteTexts("recorded", one.Reference is null ? [] : BaselineReport.Parts(one.Reference));
        });
    }
}
