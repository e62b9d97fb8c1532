using System.Globalization;
using System.Text.RegularExpressions;
using Exporter.Tests.Support;

namespace Exporter.Tests.Alerting;

/// <summary>
/// One trouble, one page. What fires when is in the scenarios of incidents*.yml, which promtool holds against the rules; here a real
/// Alertmanager with the shipped configuration is told of it in that order and says whom it would wake, and how often.
/// </summary>
[Category("EndToEnd")]
internal sealed partial class IncidentTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private static int marks;

    private static IEnumerable<RuleTestCase> Incidents => RuleTestFiles.Cases.Where(c => c.File.StartsWith("incidents", StringComparison.Ordinal));

    [Test]
    public async Task Each_trouble_wakes_somebody_once()
    {
        await using var webhook = await WebhookReceiver.StartAsync();
        await using var alertmanager = await AlertmanagerServer.StartAsync(ShippedAlertmanager.Towards(webhook.Address));
        using (Assert.EnterMultipleScope())
        {
            foreach (var (incident, number) in Incidents.Select((c, i) => (c, i)))
            {
                var page = Page.Match(incident.Name).Groups["page"].Value;
                var rings = await RingsAsync(alertmanager, Timetable(incident, string.Create(CultureInfo.InvariantCulture, $"host-{number}:9860")));
                Assert.That(rings.Select(r => r.Alert), Is.EqualTo(new[] { page }), $"{incident.Name}\n{string.Join('\n', rings)}");
            }
        }
    }

    [Test]
    public void Every_incident_stands_in_the_table_of_the_documentation()
    {
        var table = File.ReadAllText(Repository.PathOf("docs", "alerts.md"));
        Assert.That(Incidents.Select(i => Page.Match(i.Name)).Select(m => $"| {m.Groups["trouble"].Value} | `{m.Groups["page"].Value}` |"), Is.Not.Empty.And.All.Matches<string>(row => table.Contains(row, StringComparison.Ordinal)));
    }

    /// <summary>An alert that reads other alerts by a name that none has is silent for ever.</summary>
    [Test]
    public void Alerts_that_read_alerts_name_such_that_exist()
    {
        var names = RuleFiles.AlertNames.ToHashSet();
        var read = RuleFiles.Alerts.SelectMany(a => PromQl.Selectors(a.Expression)).Where(s => s.Metric == "ALERTS").SelectMany(s => s.Matchers).Where(m => m.Label == "alertname").SelectMany(m => m.Value.Split('|'));
        Assert.That(read.Distinct(), Is.Not.Empty.And.All.Matches<string>(names.Contains));
    }

    /// <summary>The same of Alertmanager's rules of inhibition.</summary>
    [Test]
    public void Inhibition_names_alerts_that_exist()
    {
        var names = RuleFiles.AlertNames.ToList();
        var rules = RuleFiles.List(RuleFiles.Document(Repository.PathOf("config", "alertmanager.yml")), "inhibit_rules");
        var read = rules.SelectMany(r => InMatcher.Matches(r.ToString())).SelectMany(m => m.Groups[1].Value.Split('|')).Distinct().ToList();
        Assert.That(read, Has.Count.GreaterThan(15).And.All.Matches<string>(r => names.Exists(n => Regex.IsMatch(n, $"^({r})$"))));
    }

    /// <summary>When each alert fires, from its first second to its last.</summary>
    private static List<(Dictionary<string, string> Labels, int From, int Until)> Timetable(RuleTestCase incident, string instance)
    {
        var first = Seconds(incident, "min_over_time", instance);
        var last = Seconds(incident, "max_over_time", instance);
        Assert.That(first.Select(f => f.Text), Is.EquivalentTo(last.Select(l => l.Text)), incident.Name);
        return [.. from f in first join l in last on f.Text equals l.Text select (f.Labels, f.Second, l.Second)];
    }

    private static List<(string Text, Dictionary<string, string> Labels, int Second)> Seconds(RuleTestCase incident, string function, string instance)
    {
        var expression = RuleTestFiles.Expressions(incident.Node).Single(e => RuleFiles.Text(e, "expr")!.StartsWith(function, StringComparison.Ordinal) && !RuleFiles.Text(e, "expr")!.Contains("!= 15", StringComparison.Ordinal));
        return
        [
            .. from sample in RuleFiles.List(expression, "exp_samples")
               let text = RuleFiles.Text(sample, "labels")!
               let labels = Label.Matches(text).Where(m => m.Groups[1].Value != "alertstate").ToDictionary(m => m.Groups[1].Value, m => m.Groups[1].Value == "instance" ? instance : m.Groups[2].Value, StringComparer.Ordinal)
               select (text, labels, int.Parse(RuleFiles.Text(sample, "value")!, CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>Every moment at which a group of alerts that wakes somebody came to have one that is not held back.</summary>
    private static async Task<List<(string Alert, int Second)>> RingsAsync(AlertmanagerServer alertmanager, List<(Dictionary<string, string> Labels, int From, int Until)> alerts)
    {
        const int evaluation = 15;
        var rings = new List<(string Alert, int Second)>();
        var before = new HashSet<string>();
        foreach (var second in alerts.SelectMany(a => new[] { a.From, a.Until + evaluation }).Distinct().Order())
        {
            await alertmanager.TellAsync(alerts.Where(a => a.From <= second).Select(a => ((IReadOnlyDictionary<string, string>)a.Labels, second <= a.Until)));
            await HasTakenInAsync(alertmanager);
            var heard = (await alertmanager.AlertsOfAsync(alerts[0].Labels["instance"])).Where(a => a is { Receiver: "page", IsHeldBack: false });
            var now = heard.Select(a => a.Labels["alertname"]).ToHashSet();
            rings.AddRange(now.Except(before).Select(a => (a, second)));
            before = now;
        }

        return rings;
    }

    /// <summary>Inhibition takes alerts in one after the other: when it holds back what came last, it knows all that came before.</summary>
    private static async Task HasTakenInAsync(AlertmanagerServer alertmanager)
    {
        var instance = string.Create(CultureInfo.InvariantCulture, $"mark-{++marks}:9860");
        Dictionary<string, string> Mark(string alert) => new() { ["alertname"] = alert, ["severity"] = "critical", ["job"] = "modelhost", ["instance"] = instance };
        await alertmanager.TellAsync([(Mark("Marked"), true), (Mark("ExporterDown"), true)]);
        await Eventually.That(
            async () => (await alertmanager.AlertsOfAsync(instance)).Any(a => a.Labels["alertname"] == "Marked" && a.IsHeldBack),
            Bound,
            () => $"Alertmanager has taken in what it was told\n{alertmanager.Said}");
    }

    [GeneratedRegex(@"^(?<trouble>.+)\. Page: (?<page>\w+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Page { get; }

    [GeneratedRegex("([a-z_]+)=\"([^\"]*)\"")]
    private static partial Regex Label { get; }

    [GeneratedRegex("alertname=~?\"([^\"]+)\"")]
    private static partial Regex InMatcher { get; }
}
