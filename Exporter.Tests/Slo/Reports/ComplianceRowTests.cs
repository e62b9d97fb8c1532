using Exporter.Slo.Reports;

namespace Exporter.Tests.Slo.Reports;

internal sealed class ComplianceRowTests
{
    [TestCase(0.995, 2000.0, 10.0, "Met")]
    [TestCase(0.995, 2000.0, 11.0, "Violated")]
    [TestCase(0.995, 1999.0, 0.0, "TooFew")]
    [TestCase(0.995, 1999.0, 1999.0, "TooFew")]
    [TestCase(0.999, 10_000.0, 10.0, "Met")]
    [TestCase(0.999, 9_999.0, 0.0, "TooFew")]
    [TestCase(0.95, 200.0, 10.0, "Met")]
    [TestCase(0.95, 0.0, 0.0, "NoData")]
    [TestCase(0.95, null, null, "NoData")]
    public void A_verdict_takes_enough_probes(double objective, double? total, double? bad, string verdict) =>
        Assert.That(Row(objective, total, bad).Verdict.ToString(), Is.EqualTo(verdict));

    [TestCase(0.995, 2000.0, 5.0, 0.5)]
    [TestCase(0.995, 2000.0, 30.0, -2.0)]
    [TestCase(0.95, 200.0, 0.0, 1.0)]
    public void The_budget_that_is_left_can_be_less_than_none(double objective, double total, double bad, double left) =>
        Assert.That(Row(objective, total, bad).BudgetLeft, Is.EqualTo(left).Within(1e-9));

    private static ComplianceRow Row(double objective, double? total, double? bad) => new("t", "s", objective, total, bad, null, null);
}
