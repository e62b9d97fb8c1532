namespace Exporter.Tests.Alerting;

/// <summary>No alert without a scenario in which it fires and one in which it stays quiet.</summary>
internal sealed class RuleCoverageTests
{
    private static readonly IReadOnlyList<RuleTestCase> Cases = [.. RuleTestFiles.Cases];

    private static IEnumerable<string> AlertNames => RuleFiles.AlertNames;

    /// <summary>The Watchdog fires always.</summary>
    private static IEnumerable<string> NamesOfAlertsThatCanBeQuiet => AlertNames.Where(a => a != "Watchdog");

    [TestCaseSource(nameof(AlertNames))]
    public void Every_alert_has_a_scenario_in_which_it_fires(string alert) =>
        Assert.That(Cases.Where(c => c.Firing.Any(f => f.Alert == alert)), Is.Not.Empty);

    [TestCaseSource(nameof(NamesOfAlertsThatCanBeQuiet))]
    public void Every_alert_has_a_scenario_in_which_it_stays_quiet(string alert) =>
        Assert.That(Cases.Where(c => c.Quiet.Contains(alert)), Is.Not.Empty);

    [Test]
    public void Every_scenario_is_about_alerts_that_exist()
    {
        var known = RuleFiles.AlertNames.ToHashSet();
        var named = Cases.SelectMany(c => c.Firing.Select(f => f.Alert).Concat(c.Quiet));
        Assert.That(named.Where(n => !known.Contains(n)), Is.Empty);
    }
}
