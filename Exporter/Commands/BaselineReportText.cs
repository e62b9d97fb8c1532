using System.Globalization;
using System.Text;
using Exporter.Probes.Quality;

namespace Exporter.Commands;

/// <summary>A recording as lines for a person.</summary>
internal static class BaselineReportText
{
    public static string Of(BaselineReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{report.Target}/{report.Probe}\n\n");
        foreach (var one in report.Cases)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {(one.Problem is null ? "ok  " : "FAIL")}  {Clean($"{one.Name}: {What(one)}")}\n");
        }

        text.Append(report.Problem is null
            ? string.Create(CultureInfo.InvariantCulture, $"\n  wrote {report.Written} references to {report.File}\n\n")
            : $"\n  nothing was written to {report.File}: {report.Problem}\n\n");
        return text.ToString();
    }

    private static string What(RecordedCase one)
    {
        var parts = one.Reference is null ? "nothing to record" : string.Join("; ", BaselineReport.Parts(one.Reference));
        return one.Problem ?? (one.Remark is null ? parts : $"{parts} ({one.Remark})");
    }

    /// <summary>What a server wrote must not move the cursor of a terminal.</summary>
    private static string Clean(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? ' ' : c));
}
