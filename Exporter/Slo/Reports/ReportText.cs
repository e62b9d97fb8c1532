using System.Globalization;
using System.Text;

namespace Exporter.Slo.Reports;

/// <summary>Reports for people: a table for a terminal, and the same for a page in Markdown.</summary>
internal static class ReportText
{
    private static readonly string[] Headings = ["target", "objective", "promised", "measured", "budget left", "burn now", "time measured", "probes", "verdict"];

    public static string Table(ComplianceReport report)
    {
        List<string[]> lines = [Headings, .. report.Rows.Select(Cells)];
        var widths = Headings.Select((_, column) => lines.Max(l => l[column].Length)).ToArray();
        var text = new StringBuilder(Title(report)).Append("\n\n");
        foreach (var line in lines)
        {
            text.Append(string.Join("  ", line.Select((cell, column) => IsText(column) ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd()).Append('\n');
        }

        return text.Append('\n').Append(Summary(report)).Append('\n').ToString();
    }

    public static string Markdown(ComplianceReport report)
    {
        var text = new StringBuilder("## ").Append(Title(report)).Append("\n\n");
        Line(text, Headings);
        Line(text, [.. Headings.Select(static (_, column) => IsText(column) ? "---" : "--:")]);
        foreach (var row in report.Rows)
        {
            Line(text, [.. Cells(row).Select(static c => c.Replace("|", "\\|", StringComparison.Ordinal))]);
        }

        return text.Append('\n').Append(Summary(report)).Append('\n').ToString();
    }

    /// <summary>The words of a verdict.</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Met => "met",
        Verdict.Violated => "VIOLATED",
        Verdict.TooFew => "not enough probes to tell",
        Verdict.NoData => "no data",
    };

    private static string Title(ComplianceReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"Service level objectives, {report.Period.Text}: {report.Period.Start:yyyy-MM-dd HH:mm} to {report.Period.End:yyyy-MM-dd HH:mm} UTC");

    private static string Summary(ComplianceReport report)
    {
        var counts = report.Rows.GroupBy(static r => r.Verdict).OrderBy(static g => g.Key).Select(static g => $"{g.Count()} {Of(g.Key)}");
        return report.Rows.Count == 0 ? "No objectives found." : string.Join(", ", counts) + ".";
    }

    private static string[] Cells(ComplianceRow row) =>
    [
        row.Target,
        row.Slo,
        Percent(row.Objective),
        Percent(row.Good),
        Percent(row.BudgetLeft, "0.#"),
        row.Burn is { } burn ? string.Create(CultureInfo.InvariantCulture, $"{burn:0.0}x") : "-",
        Percent(row.Measured, "0.#"),
        row.Total is { } total ? string.Create(CultureInfo.InvariantCulture, $"{total:0}") : "-",
        row.Verdict is Verdict.TooFew ? string.Create(CultureInfo.InvariantCulture, $"{Of(row.Verdict)} (takes {row.Needed:0})") : Of(row.Verdict),
    ];

    /// <summary>Rounded towards less, so that what is missed never reads as met.</summary>
    private static string Percent(double? share, string format = "0.###")
    {
        if (share is not { } known)
        {
            return "-";
        }

        var scale = Math.Pow(10, format.Length - 2);
        var percent = Math.Floor(Math.Round(known * 100 * scale, 6)) / scale;
        return percent.ToString(format, CultureInfo.InvariantCulture) + "%";
    }

    private static bool IsText(int column) => column is 0 or 1 or 8;

    private static void Line(StringBuilder text, string[] cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
