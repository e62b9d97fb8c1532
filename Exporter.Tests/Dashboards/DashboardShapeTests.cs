using System.Text.Json;
using System.Text.RegularExpressions;
using Exporter.Tests.Support;

namespace Exporter.Tests.Dashboards;

/// <summary>What makes a dashboard one of ours, beyond what the linter asks.</summary>
[TestFixtureSource(typeof(Dashboard), nameof(Dashboard.All))]
internal sealed partial class DashboardShapeTests(Dashboard dashboard)
{
    private const int Columns = 24;

    [Test]
    public void Panels_lie_on_the_grid_without_overlap_or_holes_above()
    {
        var taken = new HashSet<(int X, int Y)>();
        foreach (var panel in dashboard.Panels)
        {
            var (x, y, width, height) = panel.Place;
            Assert.That(x >= 0 && width > 0 && height > 0 && x + width <= Columns, Is.True, panel.ToString());
            var cells = Enumerable.Range(x, width).SelectMany(c => Enumerable.Range(y, height).Select(r => (c, r))).ToList();
            Assert.That(cells.Where(taken.Contains), Is.Empty, $"{panel} overlaps another");
            taken.UnionWith(cells);
        }

        var lines = dashboard.Panels.Max(p => p.Place.Y + p.Place.Height);
        Assert.That(Enumerable.Range(0, lines).Where(y => !taken.Any(c => c.Y == y)), Is.Empty, "lines without a panel");
    }

    [Test]
    public void Panels_of_a_line_fill_it() =>
        Assert.That(
            dashboard.Panels.GroupBy(p => p.Place.Y).Where(line => line.Sum(p => p.Place.Width) != Columns).Select(line => $"line {line.Key} beginning with {line.First()}"),
            Is.Empty);

    [Test]
    public void Ids_and_titles_are_unique()
    {
        Assert.That(dashboard.Panels.Select(p => p.Id), Is.Unique);
        Assert.That(dashboard.Graphs.Select(p => p.Title), Is.Unique);
    }

    [Test]
    public void Every_description_says_what_good_looks_like_and_what_to_do()
    {
        Assert.That(dashboard.Graphs.Where(p => !Advice.IsMatch(p.Description)).Select(p => p.ToString()), Is.Empty);
        Assert.That(
            dashboard.Graphs.Where(p => !p.Description.Contains("Metric", StringComparison.Ordinal) && dashboard.Uid != "modelhost-slo").Select(p => p.ToString()),
            Is.Empty,
            "a description names the metrics that it draws");
    }

    [Test]
    public void An_empty_panel_says_so_and_never_looks_calm()
    {
        Assert.That(
            dashboard.Graphs.Where(p => p.Defaults.GetProperty("noValue").GetString() != (p.Type == "table" ? "–" : "No data")).Select(p => p.ToString()),
            Is.Empty);
        Assert.That(
            dashboard.Expressions.Where(e => VectorOfZero.IsMatch(e.Expression)).Select(e => e.Where),
            Is.Empty,
            "or vector(0) shows a healthy 0 where nothing is measured");
    }

    [Test]
    public void First_threshold_is_explicit() =>
        Assert.That(
            dashboard.Graphs.Select(p => p.Defaults.GetProperty("thresholds").GetProperty("steps")[0].GetProperty("value").ValueKind),
            Is.All.EqualTo(JsonValueKind.Null));

    [Test]
    public void Only_observed_traffic_is_called_traffic()
    {
        Assert.That(dashboard.Json.GetRawText(), Does.Not.Match(@"\b(QPS|qps|RPS|rps)\b"));
        var called = dashboard.Graphs.Where(p => p.Title.Contains("request rate", StringComparison.OrdinalIgnoreCase) || p.Title.StartsWith("Real request", StringComparison.Ordinal));
        Assert.That(called.SelectMany(p => p.Expressions).SelectMany(e => PromQl.Selectors(e)).Select(s => s.Metric), Is.All.StartWith("target_http_request"));
    }

    [Test]
    public void Is_a_dashboard_that_a_provisioner_can_load_and_a_link_can_find()
    {
        var json = dashboard.Json;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(dashboard.Uid, Does.StartWith("modelhost-"));
            Assert.That(json.GetProperty("id").ValueKind, Is.EqualTo(JsonValueKind.Null));
            Assert.That(json.GetProperty("schemaVersion").GetInt32(), Is.EqualTo(39));
            Assert.That(json.GetProperty("tags").EnumerateArray().Select(t => t.GetString()), Does.Contain("modelhost"));
            Assert.That(json.TryGetProperty("__inputs", out _), Is.False, "inputs break provisioning from files");
            Assert.That(json.GetProperty("graphTooltip").GetInt32(), Is.EqualTo(1), "one cross-hair over all panels");
            Assert.That(json.GetProperty("description").GetString(), Is.Not.Empty);
        }
    }

    [Test]
    public void Marks_alerts_restarts_and_changes_of_the_model()
    {
        var names = dashboard.Annotations.Select(a => a.GetProperty("name").GetString());
        Assert.That(names, Is.SupersetOf(new[] { "Alerts", "Exporter restarts", "Model changes", "Server changes", "Driver changes", "Maintenance" }));
    }

    [Test]
    public void Links_lead_to_dashboards_and_variables_that_exist()
    {
        var known = Dashboard.All.ToDictionary(d => d.Uid, d => d.Variables.Select(v => v.GetProperty("name").GetString()).ToHashSet(), StringComparer.Ordinal);
        foreach (var link in Link.Matches(dashboard.Json.GetRawText()).Select(m => m.Groups))
        {
            Assert.That(known.Keys, Does.Contain(link["uid"].Value));
            Assert.That(Variable.Matches(link["query"].Value).Select(m => m.Groups["name"].Value).Distinct(), Is.SubsetOf(known[link["uid"].Value]), link["uid"].Value);
        }

        var list = dashboard.Json.GetProperty("links").EnumerateArray().Single();
        Assert.That((list.GetProperty("type").GetString(), list.GetProperty("includeVars").GetBoolean(), list.GetProperty("keepTime").GetBoolean()), Is.EqualTo(("dashboards", true, true)));
    }

    [Test]
    public void The_uids_are_those_that_alerts_link_to() =>
        Assert.That(
            Dashboard.All.Select(d => d.Uid),
            Is.EquivalentTo(new[] { "modelhost-overview", "modelhost-probes", "modelhost-gpu", "modelhost-host", "modelhost-slo" }));

    [GeneratedRegex(@"^.+\n\n\*\*Good:\*\* .+\n\n\*\*Otherwise:\*\* .+$", RegexOptions.Singleline)]
    private static partial Regex Advice { get; }

    [GeneratedRegex(@"\bor\s+(on\s*\([^)]*\)\s*)?vector\s*\(")]
    private static partial Regex VectorOfZero { get; }

    [GeneratedRegex("/d/(?<uid>[a-z-]+)\\?(?<query>[^\"]*)\"")]
    private static partial Regex Link { get; }

    [GeneratedRegex("[?&]var-(?<name>[a-z]+)=")]
    private static partial Regex Variable { get; }
}
