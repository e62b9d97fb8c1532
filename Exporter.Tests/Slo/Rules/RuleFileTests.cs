using System.Text.RegularExpressions;
using Exporter.Configuration;
using Exporter.Hosting;
using Exporter.Slo;
using Exporter.Slo.Rules;
using Exporter.Tests.Support;

namespace Exporter.Tests.Slo.Rules;

/// <summary>What <c>rules</c> writes, held against what the exporter publishes: a rule over a label that nobody has is valid and never fires.</summary>
internal sealed partial class RuleFileTests
{
    private static readonly string Demo = Repository.PathOf("config", "exporter.demo.yaml");
    private static readonly string DemoRules = Repository.PathOf("alert-rules", "slo.demo.yml");

    private static RuleFile OfDemo => RuleFile.Of(TargetObjectives.Of(ConfigFile.Read(Demo).Value!.Targets), new RuleOptions());

    private static IEnumerable<Rule> Alerts => OfDemo.Groups.SelectMany(static g => g.Rules).Where(static r => r.IsAlert);

    [Test]
    public void The_rules_of_the_demo_are_those_in_alert_rules() => GoldenFile.Check(RuleFileWriter.Write(OfDemo), DemoRules);

    [Test]
    public async Task Prometheus_takes_the_rules()
    {
        var outcome = await Promtool.RunAsync("check", "rules", "--lint=all", "--lint-fatal", DemoRules);

        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
    }

    [Test]
    public void Every_metric_label_and_boundary_in_a_rule_is_published_by_the_demo()
    {
        var golden = File.ReadAllLines(Repository.PathOf("Exporter.Tests", "Fixtures", "Golden", "demo.masked.txt"));
        var selectors = Selector().Matches(File.ReadAllText(DemoRules)).Select(static m => (Metric: m.Groups[1].Value, Matchers: m.Groups[2].Value)).Distinct().ToList();
        var missing = new List<string>();
        foreach (var (metric, matchers) in selectors)
        {
            var published = golden.Where(l => l.StartsWith(metric + "{", StringComparison.Ordinal)).ToList();
            foreach (Match matcher in Matcher().Matches(matchers))
            {
                var (label, values) = (matcher.Groups[1].Value, matcher.Groups[2].Value.Split('|'));
                missing.AddRange(values.Where(v => !published.Exists(l => Shows(l, label, v))).Select(v => $"{metric}{{{label}=\"{v}\"}}"));
            }
        }

        Assert.That(selectors, Has.Count.GreaterThanOrEqualTo(7));
        Assert.That(missing, Is.Empty);
    }

    [Test]
    public void Every_alert_says_what_to_do_and_has_a_page()
    {
        foreach (var alert in Alerts)
        {
            var annotations = alert.Annotations.ToDictionary();
            var page = Repository.PathOf("alert-rules", "runbooks", alert.Name + ".md");

            Assert.That(alert.Labels.Select(static l => l.Name), Is.SupersetOf(new[] { "severity", "component" }), alert.Name);
            Assert.That(annotations.Keys, Is.EquivalentTo(new[] { "summary", "description", "runbook_url", "dashboard" }), alert.Name);
            Assert.That(annotations["summary"], Does.EndWith(".").And.Not.Contains("{{"), alert.Name);
            Assert.That(annotations["runbook_url"], Does.EndWith($"/alert-rules/runbooks/{alert.Name}.md"));
            Assert.That(page, Does.Exist);
            Assert.That(Heading().Matches(File.ReadAllText(page)).Select(static m => m.Value), Is.EqualTo(new[] { "# " + alert.Name, "## Meaning", "## Impact", "## Diagnosis", "## Mitigation" }));
        }
    }

    [Test]
    public void Only_budgets_that_a_restart_does_not_spend_wake_somebody()
    {
        var pages = Alerts.Where(static a => a.Labels.Contains(("severity", "critical"))).Select(static a => a.Labels.First(static l => l.Name == "slo").Value);

        Assert.That(pages, Is.EqualTo(new[] { "availability", "latency_1s", "latency_3s", "ttft_0.25s" }));
        Assert.That(Alerts.Where(static a => a.Labels.Contains(("severity", "warning")) && a.Name == AlertingRules.BurnSlow).Select(static a => a.KeepFiringFor), Has.All.EqualTo("1h").And.Exactly(5).Items);
    }

    /// <summary>A threshold between two boundaries cannot be counted; whatever a file asks for, its histogram gets the boundary, and the rule the boundary's text.</summary>
    [Test]
    public void A_threshold_is_always_a_boundary_of_the_histogram_that_its_rule_reads()
    {
        var random = new Random(20261120);
        for (var round = 0; round < 200; round++)
        {
            var (latency, first) = (random.Next(1, 10_001), random.Next(1, 10_001));
            var target = Configs.Target($"latency: [ {{ within: {latency}ms, ratio: 95% }} ], time_to_first_token: [ {{ within: {first}ms, ratio: 95% }} ]");

            var buckets = ProbeSlot.Describe(target, target.Probes[0]).Buckets;

            Assert.That(buckets.RequestDuration.ToArray().Select(LeText), Has.Member(Sli.LeOf(TimeSpan.FromMilliseconds(latency))));
            Assert.That(buckets.TimeToFirstToken.ToArray().Select(LeText), Has.Member(Sli.LeOf(TimeSpan.FromMilliseconds(first))));
        }
    }

    [Test]
    public void A_rule_file_can_be_bound_to_one_job_and_to_runbooks_elsewhere()
    {
        var targets = TargetObjectives.Of([Configs.Target("availability: 99.5%")]);

        var text = RuleFileWriter.Write(RuleFile.Of(targets, new RuleOptions { Job = "my\"job", RunbookBase = "https://wiki/" }));

        Assert.That(text, Does.Contain("""probe_requests_total{job="my\"job",target="llm",probe="chat"}""").And.Contain("""modelhost_exporter_slo_info{job="my\"job"}"""));
        Assert.That(text, Does.Contain("runbook_url: \"https://wiki/SloNoData.md\""));
        Assert.That(Selector().Matches(text).Where(static m => m.Groups[1].Value.StartsWith("probe_", StringComparison.Ordinal)).Select(static m => m.Groups[2].Value), Has.All.Contains("job="));
    }

    [Test]
    public async Task Every_preset_and_every_pace_of_probes_gives_rules_that_Prometheus_takes([Values("llm", "reranker", "nlu")] string preset, [Values("1s", "15s", "4m", "1h", "24h")] string interval)
    {
        var timeout = interval == "1s" ? ", latency: [ { within: 500ms, ratio: 90% } ]" : "";
        var targets = TargetObjectives.Of([Target(preset, interval, timeout)]);
        using var folder = new TemporaryFolder();

        var outcome = await Promtool.RunAsync("check", "rules", folder.Write("slo.yml", RuleFileWriter.Write(RuleFile.Of(targets, new RuleOptions()))));

        Assert.That(outcome.ExitCode, Is.Zero, outcome.ToString());
    }

    private static TargetConfig Target(string preset, string interval, string more) => Configs.Read($$"""
        targets:
          - name: t.a-b_c
            url: http://127.0.0.1:8000
            model: m
            probes: [ { type: openai-chat, name: chat, interval: {{interval}}, timeout: {{(interval == "1s" ? "900ms" : "10s")}} } ]
            slo: { preset: {{preset}}{{more}} }
        """).Targets[0];

    private static bool Shows(string line, string label, string value) => label == "le"
        ? line.Contains(" le ", StringComparison.Ordinal) && line[(line.IndexOf(" le ", StringComparison.Ordinal) + 4)..].Split(' ').Contains(value)
        : Matcher().Matches(line).Any(m => m.Groups[1].Value == label && m.Groups[2].Value.Split('|').Contains(value));

    /// <summary>As the exposition writes it, said in another way than the rules do.</summary>
    private static string LeText(double boundary) => boundary == Math.Floor(boundary) ? FormattableString.Invariant($"{boundary:0}.0") : FormattableString.Invariant($"{boundary:R}");

    [GeneratedRegex(@"\b((?:probe|modelhost)_[a-z_]+)\{([^}]*)\}")]
    private static partial Regex Selector();

    [GeneratedRegex("""([a-z_]+)=~?"((?:[^"\\]|\\.)*)""" + "\"")]
    private static partial Regex Matcher();

    [GeneratedRegex("^##? .*$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
