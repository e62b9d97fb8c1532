using System.Text.RegularExpressions;
using Exporter.Tests.Support;

namespace Exporter.Tests.Dashboards;

/// <summary>Every query of every dashboard is put to a real Prometheus that scrapes the demo: it must be taken, and it must answer.</summary>
[Category("EndToEnd")]
internal sealed partial class DashboardAnswersTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>Metrics for which the demo has nothing to say, and why; a query that asks for one may stay without an answer.</summary>
    private static readonly Dictionary<string, string> Silent = new(StringComparer.Ordinal)
    {
        ["probe_server_duration_seconds"] = "the demo's protocols do not report the server's own times",
        ["probe_queue_rank"] = "the demo has no Gradio app",
        ["probe_tls_earliest_cert_expiry_seconds"] = "the demo asks no https",
        ["probe_quality_embedding_similarity"] = "the demo's cases have no stored vectors",
        ["target_http_request"] = "the demo's server writes no access log",
        ["target_log_"] = "the demo's server writes no access log",
        ["modelhost_exporter_collector_failing"] = "nothing fails",
        ["ALERTS"] = "nothing is wrong with the demo",
        ["system_linux_pressure_time_seconds_total"] = "not every kernel measures pressure",
        ["system_filesystem_usage_bytes"] = "a container may show no file system",
        ["system_disk_io_bytes_total"] = "a container may show no disk",
        ["system_network_io_bytes_total"] = "a sandbox may have no interface but loopback",
        ["system_paging_operations_total"] = "not every kernel counts pages",
        ["target_process_open_fds"] = "files of another user's process cannot be counted",
    };

    [Test]
    public async Task Every_query_is_taken_and_answered()
    {
        await using var demo = await DaemonProcessUnderTest.StartDemoAsync();
        using var folder = new TemporaryFolder();
        var rules = await File.ReadAllTextAsync(Repository.PathOf("alert-rules", "slo.demo.yml"));
        var file = folder.Write("slo.yml", Interval.Replace(rules, "interval: 1s"));
        await using var prometheus = await PrometheusServer.StartWithRulesAsync(demo.Metrics, [file]);

        var waiting = Dashboard.All.SelectMany(d => d.Graphs.SelectMany(p => p.Expressions.Select(e => (Where: p.ToString(), Expression: e)))).Distinct().ToList();
        Assert.That(waiting, Has.Count.GreaterThan(100));
        await Eventually.That(
            async () =>
            {
                foreach (var query in waiting.ToList())
                {
                    if ((await prometheus.QueryAsync(Written(query.Expression))).Count > 0)
                    {
                        waiting.Remove(query);
                    }
                }

                return waiting.TrueForAll(q => IsSilent(q.Expression));
            },
            Bound,
            () => $"every query has an answer; without one are\n{string.Join('\n', waiting.Where(q => !IsSilent(q.Expression)).Select(q => $"{q.Where}: {Written(q.Expression)}"))}");
    }

    [Test]
    public async Task Annotations_and_variables_are_taken_too()
    {
        await using var demo = await DaemonProcessUnderTest.StartDemoAsync();
        await using var prometheus = await PrometheusServer.StartAsync(demo.Metrics);

        foreach (var (where, expression) in Dashboard.All.SelectMany(d => d.Expressions).Where(e => !e.Where.Contains("panel", StringComparison.Ordinal)))
        {
            Assert.That(async () => await prometheus.QueryAsync(Written(expression)), Throws.Nothing, where);
        }

        await Eventually.That(
            async () => await AreChoicesAsync(prometheus),
            Bound,
            () => "every variable but that of the objectives has something to choose from");
    }

    private static async Task<bool> AreChoicesAsync(PrometheusServer prometheus)
    {
        foreach (var (_, expression) in Dashboard.All.SelectMany(d => d.Expressions).Where(e => e.Where.Contains("variable", StringComparison.Ordinal)))
        {
            if ((await prometheus.QueryAsync(Written(expression))).Count == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSilent(string expression) => PromQl.Selectors(expression).Any(s => Silent.Keys.Any(k => s.Metric.StartsWith(k, StringComparison.Ordinal)));

    /// <summary>As Grafana sends it with everything chosen; the scrapes come every second.</summary>
    private static string Written(string expression) =>
        Variable.Replace(
            expression
                .Replace("$__rate_interval", "5s", StringComparison.Ordinal)
                .Replace("$__range", "1m", StringComparison.Ordinal)
                .Replace("$__interval", "1s", StringComparison.Ordinal),
            ".+");

    [GeneratedRegex(@"\$[a-z]+")]
    private static partial Regex Variable { get; }

    [GeneratedRegex(@"interval: \d+[smh]")]
    private static partial Regex Interval { get; }
}
