using System.Text.Json;
using System.Text.RegularExpressions;
using Exporter.Tests.Support;

namespace Exporter.Tests.Dashboards;

/// <summary>The rules of Grafana's dashboard-linter (in its strict mode), each under its own name, without any exclusion.</summary>
[TestFixtureSource(typeof(Dashboard), nameof(Dashboard.All))]
internal sealed partial class LinterTests(Dashboard dashboard)
{
    private static readonly string[] Described = ["stat", "singlestat", "graph", "table", "timeseries", "gauge", "bargauge", "barchart", "state-timeline", "heatmap"];

    /// <summary>Ids of Grafana's units, of which there are some hundreds; a new one is added here after a look at its list.</summary>
    private static readonly string[] Units =
        ["none", "short", "percentunit", "s", "bytes", "Bps", "reqps", "ops", "celsius", "watt", "joule", "hertz"];

    [Test]
    public void Template_datasource_rule()
    {
        var sources = dashboard.Variables.Where(v => Text(v, "type") == "datasource").ToList();

        Assert.That(sources, Has.Count.EqualTo(1));
        Assert.That((Text(sources[0], "name"), Text(sources[0], "label"), Text(sources[0], "query")), Is.EqualTo(("datasource", "Data source", "prometheus")));
    }

    [TestCase("job", "Job", TestName = "Template_job_rule")]
    [TestCase("instance", "Instance", TestName = "Template_instance_rule")]
    public void Template_rule(string name, string label)
    {
        var variable = dashboard.Variables.Single(v => Text(v, "name") == name);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Text(variable, "type"), Is.EqualTo("query"));
            Assert.That(Text(variable.GetProperty("datasource"), "uid"), Is.EqualTo("${datasource}"));
            Assert.That(Text(variable, "label"), Is.EqualTo(label));
            Assert.That(variable.GetProperty("multi").GetBoolean(), Is.True);
            Assert.That(Text(variable, "allValue"), Is.EqualTo(".+"));
        }
    }

    [Test]
    public void Template_label_promql_rule()
    {
        foreach (var query in dashboard.Variables.Where(Dashboard.IsQuery).Select(Dashboard.QueryOf))
        {
            Assert.That(query, Does.Match(@"^label_values\(.+, [a-z_]+\)$"));
            Assert.That(PromQl.Selectors(query[..query.LastIndexOf(',')] + ")"), Has.Count.EqualTo(1), query);
        }
    }

    [Test]
    public void Template_on_time_change_reload_rule() =>
        Assert.That(dashboard.Variables.Where(Dashboard.IsQuery).Select(v => v.GetProperty("refresh").GetInt32()), Is.All.EqualTo(2));

    [Test]
    public void Panel_datasource_rule() =>
        Assert.That(
            dashboard.Graphs.SelectMany(p => p.Targets.Append(p.Json)).Select(e => Text(e.GetProperty("datasource"), "uid")),
            Is.All.EqualTo("${datasource}"));

    [Test]
    public void Panel_title_description_rule()
    {
        Assert.That(dashboard.Graphs.Select(p => p.Type).Distinct(), Is.SubsetOf(Described), "a new type of panel belongs into this list and into the pictures");
        Assert.That(dashboard.Graphs.Where(p => p.Title.Length == 0 || p.Description.Length == 0).Select(p => p.ToString()), Is.Empty);
    }

    [Test]
    public void Panel_units_rule()
    {
        var needed = dashboard.Graphs.Where(p => p.Type is not ("table" or "heatmap"));
        Assert.That(needed.Where(p => !p.Defaults.TryGetProperty("unit", out _)).Select(p => p.ToString()), Is.Empty);

        var used = dashboard.Graphs.SelectMany(p => Strings(p.Json, "unit")).Concat(dashboard.Graphs.SelectMany(p => p.Overrides).SelectMany(UnitsOf));
        Assert.That(used.Except(Units), Is.Empty);
    }

    [Test]
    public void Panel_no_targets_rule() => Assert.That(dashboard.Graphs.Where(p => !p.Targets.Any()).Select(p => p.ToString()), Is.Empty);

    /// <summary>Whether Prometheus takes them is asked of Prometheus, in <see cref="DashboardAnswersTests"/>.</summary>
    [Test]
    public void Target_promql_rule()
    {
        foreach (var (where, expression) in dashboard.Expressions)
        {
            Assert.That(() => PromQl.Selectors(expression), Throws.Nothing, where);
        }
    }

    [TestCase(TestName = "Target_logql_rule and target_logql_auto_rule")]
    public void Target_logql_rules() =>
        Assert.That(dashboard.Graphs.SelectMany(p => p.Targets).Select(t => Text(t.GetProperty("datasource"), "type")), Is.All.EqualTo("prometheus"), "no logs are asked for");

    [Test]
    public void Target_rate_interval_rule() => Assert.That(
        Selectors(dashboard.Graphs).Where(s => s.Selector.Function is "rate" or "irate" && s.Selector.Range != "$__rate_interval").Select(s => s.Where),
        Is.Empty);

    [TestCase("job", TestName = "Target_job_rule")]
    [TestCase("instance", TestName = "Target_instance_rule")]
    public void Target_matcher_rule(string label) => Assert.That(
        Selectors(dashboard.Graphs).Where(s => !s.Selector.Matchers.Contains((label, "=~", "$" + label))).Select(s => $"{s.Where}: {s.Selector.Metric}"),
        Is.Empty);

    [Test]
    public void Target_counter_agg_rule()
    {
        // As the linter means it: a total is only worth its changes. What is shown as it stands is named as a gauge is not.
        var bare = Selectors(dashboard.Graphs)
            .Where(s => s.Selector.Metric.EndsWith("_total", StringComparison.Ordinal) && s.Selector.Function is not ("rate" or "irate" or "increase"))
            .Select(s => $"{s.Where}: {s.Selector.Metric}");

        Assert.That(bare, Is.Empty);
    }

    [Test]
    public void Uneditable_dashboard() => Assert.That(dashboard.Json.GetProperty("editable").GetBoolean(), Is.False);

    private static IEnumerable<(string Where, PromQlSelector Selector)> Selectors(IEnumerable<Panel> panels) =>
        panels.SelectMany(p => p.Expressions.SelectMany(e => PromQl.Selectors(e).Select(s => (p.ToString(), s))));

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static IEnumerable<string> Strings(JsonElement panel, string name) =>
        Unit.Matches(panel.GetRawText()).Where(m => m.Groups["name"].Value == name).Select(m => m.Groups["value"].Value);

    private static IEnumerable<string> UnitsOf(JsonElement one) =>
        one.GetProperty("properties").EnumerateArray().Where(p => Text(p, "id") == "unit").Select(p => Text(p, "value"));

    [GeneratedRegex("\"(?<name>[a-z]+)\": \"(?<value>[^\"]*)\"")]
    private static partial Regex Unit { get; }
}
