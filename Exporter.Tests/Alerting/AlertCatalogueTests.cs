using System.Text.RegularExpressions;
using Exporter.Tests.Support;

namespace Exporter.Tests.Alerting;

/// <summary>What every alert must bring along, so that whoever is woken by it knows what to do.</summary>
internal sealed partial class AlertCatalogueTests
{
    private const string Home = "https://github.com/modelhost-exporter/modelhost-exporter/blob/main/alert-rules/runbooks/";
    private static readonly string[] Severities = ["critical", "warning", "info", "none"];
    private static readonly string[] Components = ["exporter", "model", "gpu", "host", "quality", "traffic", "slo", "classic"];
    private static readonly string[] Dashboards = ["modelhost-overview", "modelhost-probes", "modelhost-gpu", "modelhost-host", "modelhost-slo"];
    private static readonly string[] Headings = ["## Meaning", "## Impact", "## Diagnosis", "## Mitigation"];

    private static string RunbookFolder => Path.Combine(RuleFiles.Folder, "runbooks");

    private static IEnumerable<Rule> Alerts => RuleFiles.Alerts;

    [TestCaseSource(nameof(Alerts))]
    public void Every_alert_says_how_bad_it_is_whose_it_is_and_what_to_do(Rule alert)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Severities, Has.Member(alert.Severity));
            Assert.That(Components, Has.Member(alert.Labels.GetValueOrDefault("component")));
            Assert.That(alert.Annotations.GetValueOrDefault("summary"), Is.Not.Null.And.Length.LessThan(90).And.EndsWith(".").And.Not.Contain("{{"), "one sentence that is the same for every series, so that notifications group");
            Assert.That(alert.Annotations.GetValueOrDefault("description"), Is.Not.Null.And.Length.GreaterThan(80), "with the corrective action");
            Assert.That(alert.Annotations.GetValueOrDefault("runbook_url"), Is.EqualTo(Home + alert.Name + ".md"));
            Assert.That(Dashboards, Has.Member(Dashboard.Match(alert.Annotations.GetValueOrDefault("dashboard", "")).Groups["uid"].Value));
        }
    }

    [Test]
    public void An_alert_of_one_name_and_severity_stands_once() =>
        Assert.That(Alerts.Select(a => $"{a.Name} {a.Severity} {a.Labels.GetValueOrDefault("burn")} {a.Labels.GetValueOrDefault("slo")} {a.Labels.GetValueOrDefault("target")}"), Is.Unique);

    [Test]
    public void Every_alert_has_a_runbook_with_its_four_headings_in_order()
    {
        foreach (var name in RuleFiles.AlertNames)
        {
            var path = Path.Combine(RunbookFolder, name + ".md");
            Assert.That(path, Does.Exist);
            var lines = File.ReadAllLines(path);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(lines[0], Is.EqualTo("# " + name));
                Assert.That(lines.Where(l => l.StartsWith("## ", StringComparison.Ordinal)), Is.EqualTo(Headings), name);
                Assert.That(EmptySections(lines), Is.Empty, name);
            }
        }
    }

    [Test]
    public void Every_runbook_belongs_to_an_alert() =>
        Assert.That(Directory.GetFiles(RunbookFolder, "*.md").Select(Path.GetFileNameWithoutExtension), Is.EquivalentTo(RuleFiles.AlertNames));

    [Test]
    public void Links_between_runbooks_lead_somewhere()
    {
        foreach (var path in Directory.GetFiles(RunbookFolder, "*.md"))
        {
            foreach (Match link in Link.Matches(File.ReadAllText(path)))
            {
                Assert.That(Path.Combine(RunbookFolder, link.Groups["file"].Value), Does.Exist, Path.GetFileName(path));
            }
        }
    }

    /// <summary>How long an alert waits and holds on is a decision; the line says why.</summary>
    [Test]
    public void Every_for_and_keep_firing_for_says_why()
    {
        foreach (var path in RuleFiles.Paths.Where(p => !RuleFiles.IsGenerated(p)))
        {
            Assert.That(
                File.ReadAllLines(path).Where(l => Duration.IsMatch(l)),
                Is.All.Match(@"^\s+(for|keep_firing_for): \d+[smhd] # \S.{5,}$"),
                path);
        }
    }

    /// <summary>What pages at night must be what users feel or what gets worse by waiting; not how busy something is.</summary>
    [Test]
    public void The_default_set_has_no_alert_on_a_quantile_on_utilisation_or_on_a_fixed_temperature()
    {
        foreach (var alert in Alerts.Where(a => a.File != "classic-thresholds.yml"))
        {
            using (Assert.EnterMultipleScope())
            {
                Assert.That(alert.Expression, Does.Not.Contain("histogram_quantile"), alert.Name);
                Assert.That(alert.Expression, Does.Not.Match(@"^\s*(hw_gpu_utilization_ratio|hw_gpu_memory_utilization_ratio|system_cpu_utilization_ratio|hw_temperature_celsius)\b[^\n]*>"), alert.Name);
            }
        }
    }

    /// <summary>Other exporters publish system_*, probe_* and hw_* as well, and these rules are not about them.</summary>
    [Test]
    public void Every_selector_names_the_job_or_reads_what_such_a_rule_recorded()
    {
        var recorded = RuleFiles.Rules.Where(r => !r.IsAlert).Select(r => r.Name).ToHashSet();
        var loose =
            from rule in RuleFiles.Rules
            where !RuleFiles.IsGenerated(rule.File)
            from selector in PromQl.Selectors(rule.Expression)
            where !recorded.Contains(selector.Metric) && !selector.Matchers.Contains(("job", "=", "modelhost"))
            select $"{rule}: {selector}";
        Assert.That(loose, Is.Empty);
    }

    private static IEnumerable<string> EmptySections(string[] lines) =>
        from at in Enumerable.Range(0, lines.Length)
        where lines[at].StartsWith("## ", StringComparison.Ordinal)
        where !lines.Skip(at + 1).TakeWhile(l => !l.StartsWith("## ", StringComparison.Ordinal)).Any(l => l.Length > 0)
        select lines[at];

    [GeneratedRegex(@"^/d/(?<uid>[a-z-]+)(\?|$)")]
    private static partial Regex Dashboard { get; }

    [GeneratedRegex(@"\]\((?<file>[A-Za-z0-9]+\.md)\)")]
    private static partial Regex Link { get; }

    [GeneratedRegex(@"^\s+(for|keep_firing_for):", RegexOptions.ExplicitCapture)]
    private static partial Regex Duration { get; }
}
