namespace Exporter.Slo.Reports;

/// <summary>What was promised and what was kept.</summary>
/// <param name="Period">The time it is about.</param>
/// <param name="Rows">By target and objective.</param>
/// <param name="Warnings">What Prometheus had to say of its own answers; with any, they may be incomplete.</param>
internal sealed record ComplianceReport(ReportPeriod Period, IReadOnlyList<ComplianceRow> Rows, IReadOnlyList<string> Warnings)
{
    /// <summary>Violated where one is; met where all are and nothing speaks against the data; else it cannot be told.</summary>
    public Verdict Verdict => Rows.Any(static r => r.Verdict is Verdict.Violated)
        ? Verdict.Violated
        : Rows.Count > 0 && Warnings.Count == 0 && Rows.All(static r => r.Verdict is Verdict.Met) ? Verdict.Met : Verdict.TooFew;
}
