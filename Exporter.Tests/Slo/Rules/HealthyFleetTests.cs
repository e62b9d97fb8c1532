using System.Text.RegularExpressions;
using Exporter.Slo;
using Exporter.Slo.Rules;
using Exporter.Tests.Slo.Reports;
using Exporter.Tests.Support;

namespace Exporter.Tests.Slo.Rules;

/// <summary>
/// Thirty days of servers that are well, restarts and 0.05 % random failures included, in a real Prometheus: no page. The page's
/// condition is evaluated as it stands, with each recorded series replaced by the expression that records it.
/// </summary>
[Category("EndToEnd")]
internal sealed partial class HealthyFleetTests
{
    private const int Outage = 20 * 24 * 60;
    private static readonly DateTimeOffset Start = new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static IReadOnlyList<TargetObjectives> Targets => TargetObjectives.Of(Configs.Read("""
        targets:
          - { name: llm, url: "http://h", model: m, probes: [ { type: openai-chat, name: chat } ], slo: { preset: llm } }
          - { name: reranker, url: "http://h", model: m, probes: [ { type: rerank, name: chat, request: { query: a, documents: [b] } } ], slo: { preset: reranker } }
          - { name: nlu, url: "http://h", probes: [ { type: http, name: chat } ], slo: { preset: nlu } }
          - { name: sick, url: "http://h", model: m, probes: [ { type: openai-chat, name: chat } ], slo: { preset: llm } }
        """).Targets);

    [Test]
    public async Task Thirty_days_of_a_healthy_fleet_wake_nobody_and_three_quarters_of_an_hour_of_failures_do()
    {
        var history = new History(Start, SimulatedMonth.Minutes);
        new SimulatedMonth(20261120).WriteTo(history, "llm", "3.0", "5.0");
        new SimulatedMonth(20261121).WriteTo(history, "reranker", "1.0", "3.0");
        new SimulatedMonth(20261122).WriteTo(history, "nlu", "3.0", "5.0");
        new SimulatedMonth(20261123, (Outage, Outage + 45, 0.3)).WriteTo(history, "sick", "3.0", "5.0");
        await using var prometheus = await PrometheusServer.StartOnAsync(history.ToString());

        foreach (var target in Targets.Where(static t => t.Target != "sick"))
        {
            Assert.That(await PagesAsync(prometheus, target, 0, SimulatedMonth.Minutes), Is.Empty, target.Target);
        }

        // The control: it would have been seen.
        var pages = await PagesAsync(prometheus, Targets.Single(static t => t.Target == "sick"), Outage - (24 * 60), Outage + (24 * 60));
        Assert.That(pages.Select(static p => p.Slo), Has.Member("availability").And.Member("latency_5s"));
        Assert.That(pages.Min(static p => p.At), Is.InRange(Start.AddMinutes(Outage + 2), Start.AddMinutes(Outage + 25)));
        Assert.That(pages.Max(static p => p.At), Is.LessThan(Start.AddMinutes(Outage + 45 + 30)));
    }

    private static async Task<List<(string Slo, DateTimeOffset At)>> PagesAsync(PrometheusServer prometheus, TargetObjectives target, int from, int until)
    {
        var rules = RuleFile.Of([target], new RuleOptions()).Groups.SelectMany(static g => g.Rules).ToList();
        var found = new List<(string, DateTimeOffset)>();
        foreach (var page in rules.Where(static r => r.Name == AlertingRules.BurnFast))
        {
            var slo = page.Labels.First(static l => l.Name == "slo").Value;
            var moments = await prometheus.MomentsAsync(Expanded(page.Expression, rules, slo), Start.AddMinutes(from), Start.AddMinutes(until), TimeSpan.FromMinutes(1));

            // A page waits for two minutes: three moments in a row.
            found.AddRange(moments.Where(m => moments.Contains(m.AddMinutes(-1)) && moments.Contains(m.AddMinutes(-2))).Select(m => (slo, m)));
        }

        return found;
    }

    /// <summary>The expression with every recorded series replaced by what records it, until none is left.</summary>
    private static string Expanded(string expression, List<Rule> rules, string slo)
    {
        while (Recorded().Match(expression) is { Success: true } recorded)
        {
            var rule = rules.Single(r => r.Name == recorded.Groups[1].Value && r.Labels.Contains(("slo", slo)));
            expression = expression.Replace(recorded.Value, $"({rule.Expression})", StringComparison.Ordinal);
        }

        return expression;
    }

    [GeneratedRegex(@"(slo:[a-z_]+:[a-z_0-9]+)\{[^}]*\}")]
    private static partial Regex Recorded();
}
