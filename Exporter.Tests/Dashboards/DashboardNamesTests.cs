using System.Text.RegularExpressions;
using Exporter.Tests.Support;

namespace Exporter.Tests.Dashboards;

/// <summary>Nothing is drawn that is not published: a renamed metric or label fails here and not on a screen that goes empty.</summary>
internal sealed partial class DashboardNamesTests
{
    /// <summary>What Prometheus makes by itself.</summary>
    private static readonly Dictionary<string, string[]> BuiltIn = new(StringComparer.Ordinal)
    {
        ["up"] = [],
        ["ALERTS"] = ["alertname", "alertstate", "severity", "target", "gpu", "slo"],
    };

    /// <summary>What Prometheus adds to every series.</summary>
    private static readonly string[] Scraped = ["job", "instance"];

    private static readonly PublishedSeries Published = PublishedSeries.All;

    [TestCaseSource(typeof(Dashboard), nameof(Dashboard.All))]
    public void Every_metric_label_and_value_is_published(Dashboard dashboard)
    {
        var recorded = RecordedNames();
        var complaints = dashboard.Expressions
            .SelectMany(e => PromQl.Selectors(e.Expression).SelectMany(s => Complaints(s, recorded).Select(c => $"{e.Where}: {c}")))
            .Distinct();

        Assert.That(complaints, Is.Empty);
    }

    [TestCaseSource(typeof(Dashboard), nameof(Dashboard.All))]
    public void Every_label_that_is_summed_by_or_shown_belongs_to_a_metric_of_its_query(Dashboard dashboard)
    {
        var recorded = RecordedNames();
        var complaints = new List<string>();
        foreach (var panel in dashboard.Graphs)
        {
            foreach (var target in panel.Targets)
            {
                var expression = target.GetProperty("expr").GetString()!;
                var known = PromQl.Selectors(expression).SelectMany(s => LabelsOf(s.Metric, recorded)).ToHashSet(StringComparer.Ordinal);
                var shown = Shown.Matches(target.GetProperty("legendFormat").GetString()!).Select(m => m.Groups["label"].Value);
                complaints.AddRange(PromQl.GroupingLabels(expression).Concat(shown).Where(l => !known.Contains(l)).Select(l => $"{panel}: {l}"));
            }
        }

        Assert.That(complaints, Is.Empty);
    }

    /// <summary>A queue grows before anything fails: what is known of one has to be seen. What a server calls it (vllm:…) is passed on as it is and stands under our name too.</summary>
    [Test]
    public void Every_queue_is_drawn()
    {
        var drawn = Dashboard.All.SelectMany(d => d.Graphs).SelectMany(p => p.Expressions).SelectMany(PromQl.Selectors).Select(s => s.Metric).ToHashSet();
        var queues = Published.Metrics.Where(m => !m.Contains(':') && (m.Contains("queue", StringComparison.Ordinal) || m.Contains("waiting", StringComparison.Ordinal))).ToList();

        Assert.That(queues, Does.Contain("probe_queue_rank").And.Contains("target_requests_waiting").And.Contains("target_accept_queue_length"));
        Assert.That(queues.Where(q => !drawn.Contains(q)), Is.Empty);
    }

    private static IEnumerable<string> Complaints(PromQlSelector selector, HashSet<string> recorded)
    {
        if (BuiltIn.TryGetValue(selector.Metric, out var labels))
        {
            return selector.Matchers.Select(m => m.Label).Except(labels).Except(Scraped).Select(l => $"{selector.Metric} has no label {l}");
        }

        return selector.Metric.StartsWith("slo:", StringComparison.Ordinal)
            ? recorded.Contains(selector.Metric) ? [] : [$"no rule records {selector.Metric}"]
            : Complaints(selector);
    }

    private static IEnumerable<string> Complaints(PromQlSelector selector)
    {
        if (!Published.Has(selector.Metric))
        {
            return [$"{selector.Metric} is not published"];
        }

        return selector.Matchers
            .Where(m => !(m.Operator == "=" ? Published.Has(selector.Metric, m.Label, m.Value) : Published.Has(selector.Metric, m.Label)))
            .Select(m => $"{selector.Metric} has no {m.Label}=\"{m.Value}\"");
    }

    private static IEnumerable<string> LabelsOf(string metric, HashSet<string> recorded) =>
        BuiltIn.TryGetValue(metric, out var labels) ? labels.Concat(Scraped)
        : recorded.Contains(metric) ? [.. Scraped, "target", "slo"]
        : Scraped.Concat(Published.LabelsOf(metric).Keys);

    /// <summary>Names that the generated rules of the demo record.</summary>
    private static HashSet<string> RecordedNames() =>
        [.. Record.Matches(File.ReadAllText(Repository.PathOf("alert-rules", "slo.demo.yml"))).Select(m => m.Groups["name"].Value)];

    [GeneratedRegex(@"record: (?<name>\S+)")]
    private static partial Regex Record { get; }

    [GeneratedRegex(@"\{\{(?<label>\w+)\}\}")]
    private static partial Regex Shown { get; }
}
