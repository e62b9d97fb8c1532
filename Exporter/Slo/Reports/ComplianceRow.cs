namespace Exporter.Slo.Reports;

/// <summary>One objective of one target over the period, all its instances together.</summary>
/// <param name="Target">Label <c>target</c>.</param>
/// <param name="Slo">Label <c>slo</c>.</param>
/// <param name="Objective">Share of good probes that was promised, 0 to 1.</param>
/// <param name="Total">Probes that count; null where nothing was found.</param>
/// <param name="Bad">Of these, the bad ones.</param>
/// <param name="Burn">How many times faster than allowed the budget burnt in the last hour; null where it is not known or the period is over.</param>
/// <param name="Measured">Share of the time in which probes were counted, 0 to 1; null where nothing was found.</param>
internal sealed record ComplianceRow(string Target, string Slo, double Objective, double? Total, double? Bad, double? Burn, double? Measured)
{
    /// <summary>Below this many allowed bad probes one more or less decides, which is chance.</summary>
    private const int LeastAllowed = 10;

    /// <summary>Counts are extrapolated to the edges of the period; a rounding error is no violation.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>Share of bad probes that is allowed.</summary>
    public double Budget => (double)(1 - (decimal)Objective);

    /// <summary>Share of good probes that was measured, 0 to 1.</summary>
    public double? Good => Total > 0 ? Math.Clamp(1 - (Bad / Total) ?? 0, 0, 1) : null;

    /// <summary>Share of the error budget that is left; negative where more was spent.</summary>
    public double? BudgetLeft => Good is { } good ? 1 - ((1 - good) / Budget) : null;

    /// <summary>Probes it takes to tell.</summary>
    public double Needed => Math.Ceiling(Math.Round(LeastAllowed / Budget, 6));

    public Verdict Verdict => Good is not { } good
        ? Verdict.NoData
        : Total < Needed ? Verdict.TooFew
        : good >= Objective - Tolerance ? Verdict.Met : Verdict.Violated;
}
