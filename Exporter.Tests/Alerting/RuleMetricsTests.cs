using System.Text.RegularExpressions;
using Exporter.Tests.Support;

namespace Exporter.Tests.Alerting;

/// <summary>
/// A rule on a name, a label, a value or an <c>le</c> text that nobody publishes is valid and for ever silent. So every one of them
/// must be in the golden exposition of the demo, or here with the reason why it cannot be.
/// </summary>
internal sealed partial class RuleMetricsTests
{
    private static readonly KnownSeries Known = Everything();

    private static IEnumerable<Rule> Rules => RuleFiles.Rules;

    [TestCaseSource(nameof(Rules))]
    public void Every_metric_label_and_value_in_a_rule_is_published(Rule rule)
    {
        var recorded = RuleFiles.Rules.Where(r => !r.IsAlert).Select(r => r.Name).ToHashSet();
        using (Assert.EnterMultipleScope())
        {
            foreach (var selector in PromQl.Selectors(rule.Expression).Where(s => !recorded.Contains(s.Metric)))
            {
                Assert.That(Known.Has(selector.Metric), Is.True, $"{selector.Metric} is in no exposition");
                Assert.That(Known.Has(selector.Metric) ? selector.Matchers.Where(m => !IsPublished(selector.Metric, m)) : [], Is.Empty, selector.ToString());
            }
        }
    }

    [Test]
    public void Every_metric_beyond_the_demo_is_in_the_reference()
    {
        var reference = File.ReadAllText(Repository.PathOf("docs", "metrics.md"));
        var own = Beyond().Select(b => b.Metric).Where(m => m is not ("up" or "scrape_duration_seconds"));
        Assert.That(own.Where(m => !reference.Contains($"`{Family.Replace(m, "")}`", StringComparison.Ordinal)), Is.Empty);
    }

    /// <summary>What no exposition of the demo shows.</summary>
    private static IEnumerable<(string Metric, string[] Labels)> Beyond()
    {
        string[] probe = ["target", "probe"];

        // Prometheus' own, about each scrape.
        yield return ("up", []);
        yield return ("scrape_duration_seconds", []);

        // Nothing fails, and no Xid error comes, in the demo.
        yield return ("modelhost_exporter_collector_failing", ["collector", "gpu", "reason"]);
        yield return ("hw_gpu_xid_last_time_seconds", ["gpu", "hw_id", "xid"]);

        // The demo's model server speaks HTTP.
        yield return ("probe_tls_earliest_cert_expiry_seconds", probe);

        // The demo's model server writes no access log.
        yield return ("target_http_requests_total", ["target", "method", "route", "status"]);
        yield return ("target_log_lines_total", ["target", "result"]);
        yield return ("target_log_lag_bytes", ["target"]);

        // The demo asks no cases with known answers.
        yield return ("probe_quality_results_total", [.. probe, "class", "outcome"]);
        yield return ("probe_quality_assertions_total", [.. probe, "assertion", "result"]);
        yield return ("probe_quality_score_sum", [.. probe, "expected"]);
        yield return ("probe_quality_score_count", [.. probe, "expected"]);
        yield return ("probe_quality_ranking_pairs_total", [.. probe, "outcome"]);
        yield return ("probe_quality_embedding_similarity_bucket", [.. probe, "le"]);
        yield return ("probe_quality_embedding_similarity_count", probe);
        yield return ("probe_quality_output_changes_total", probe);
        yield return ("probe_quality_dataset_info", [.. probe, "sha256", "cases"]);
    }

    private static KnownSeries Everything()
    {
        var known = KnownSeries.OfTheDemo();
        foreach (var (metric, labels) in Beyond())
        {
            known.Add(metric, [.. labels, ""]);
        }

        // Series of these exist from the first such error on; nothing reads the kernel's log in the demo; it has no MIG instances.
        known.AddValues("hw_gpu_xid_errors_total", "severity", "warning", "unclassified");
        known.AddValues("modelhost_exporter_collector_up", "collector", "kernel_log");
        known.AddValues("hw_gpu_memory_usage_bytes", "hw_parent", "");
        known.AddValues("hw_gpu_memory_limit_bytes", "hw_parent", "");
        known.AddValues("hw_gpu_memory_utilization_ratio", "hw_parent", "");
        return known;
    }

    private static bool IsPublished(string metric, (string Label, string Operator, string Value) matcher) =>
        Known.Has(metric, matcher.Label)
        && matcher.Operator switch
        {
            "=" or "!=" => Known.Has(metric, matcher.Label, matcher.Value),

            // Alternatives are held against what is published; a pattern, such as that of intervals, has promtool's scenarios.
            _ when Alternatives.IsMatch(matcher.Value) => Array.TrueForAll(matcher.Value.Split('|'), v => Known.Has(metric, matcher.Label, v)),
            _ => true,
        };

    [GeneratedRegex(@"^[a-z0-9_]+(\|[a-z0-9_]+)*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Alternatives { get; }

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Family { get; }
}
