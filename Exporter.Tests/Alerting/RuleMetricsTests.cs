using System.Text.RegularExpressions;
using Exporter.Tests.Support;

namespace Exporter.Tests.Alerting;

/// <summary>
/// A rule on a name, a label, a value or an <c>le</c> text that nobody publishes is valid and for ever silent. So every one of them
/// must be published.
/// </summary>
internal sealed partial class RuleMetricsTests
{
    /// <summary>Prometheus' own, about each scrape and each alert; the names of alerts have a test among the incidents.</summary>
    private static readonly string[] BuiltIn = ["up", "scrape_duration_seconds", "ALERTS"];

    private static readonly PublishedSeries Published = PublishedSeries.All;

    private static IEnumerable<Rule> Rules => RuleFiles.Rules;

    [TestCaseSource(nameof(Rules))]
    public void Every_metric_label_and_value_in_a_rule_is_published(Rule rule)
    {
        var recorded = RuleFiles.Rules.Where(r => !r.IsAlert).Select(r => r.Name).ToHashSet();
        using (Assert.EnterMultipleScope())
        {
            foreach (var selector in PromQl.Selectors(rule.Expression).Where(s => !recorded.Contains(s.Metric) && !BuiltIn.Contains(s.Metric)))
            {
                Assert.That(Published.Has(selector.Metric), Is.True, $"{selector.Metric} is in no exposition");
                Assert.That(selector.Matchers.Where(m => !IsPublished(selector.Metric, m)), Is.Empty, selector.ToString());
            }
        }
    }

    private static bool IsPublished(string metric, (string Label, string Operator, string Value) matcher) =>
        Published.Has(metric, matcher.Label)
        && matcher.Operator switch
        {
            "=" or "!=" => Published.Has(metric, matcher.Label, matcher.Value),

            // Alternatives are held against what is published; a pattern, such as that of intervals, has promtool's scenarios.
            _ when Alternatives.IsMatch(matcher.Value) => Array.TrueForAll(matcher.Value.Split('|'), v => Published.Has(metric, matcher.Label, v)),
            _ => true,
        };

    [GeneratedRegex(@"^[a-z0-9_]+(\|[a-z0-9_]+)*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Alternatives { get; }
}
