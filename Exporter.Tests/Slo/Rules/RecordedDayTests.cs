using System.Globalization;
using Exporter.Slo;
using Exporter.Slo.Rules;
using Exporter.Tests.Slo.Reports;
using Exporter.Tests.Support;

namespace Exporter.Tests.Slo.Rules;

/// <summary>The recording rules over a day of which everything is known, recorded by Prometheus' own backfill: the numbers must be those of the day.</summary>
[Category("EndToEnd")]
internal sealed class RecordedDayTests
{
    private const int Minutes = 24 * 60;
    private static readonly DateTimeOffset Start = new(2024, 6, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public async Task What_is_recorded_of_a_day_is_what_the_day_was()
    {
        // Prometheus evaluates a group at a moment of the minute that hangs on its file's name, so the edges are counted a little differently.
        // Four probes a minute from 00:00 to 24:00. One in 200 fails; from 12:00 to 18:00 the exporter is away.
        const string of = "job=\"modelhost\",instance=\"a:9860\",target=\"llm\",probe=\"chat\"";
        var away = Enumerable.Range(12 * 60, 6 * 60).ToHashSet();
        var history = new History(Start, Minutes)
            .Counter("probe_requests", $"probe_requests_total{{{of},outcome=\"success\"}}", m => away.Contains(m) ? double.NaN : 4 - Failures(m))
            .Counter("probe_requests", $"probe_requests_total{{{of},outcome=\"timeout\"}}", m => away.Contains(m) ? double.NaN : Failures(m))
            // Every minute three cases of one class and one of another, of which every tenth is taken for the first.
            .Counter("probe_quality_results", $"probe_quality_results_total{{{of},class=\"good\",outcome=\"tp\"}}", _ => 3)
            .Counter("probe_quality_results", $"probe_quality_results_total{{{of},class=\"good\",outcome=\"fp\"}}", m => m % 10 == 0 ? 1 : 0)
            .Counter("probe_quality_results", $"probe_quality_results_total{{{of},class=\"bad\",outcome=\"tp\"}}", m => m % 10 == 0 ? 0 : 1)
            .Counter("probe_quality_results", $"probe_quality_results_total{{{of},class=\"bad\",outcome=\"fn\"}}", m => m % 10 == 0 ? 1 : 0)
            .Counter("probe_quality_results", $"probe_quality_results_total{{{of},class=\"bad\",outcome=\"tn\"}}", _ => 3);
        var availability = TargetObjectives.Of(Configs.Target("availability: 99.5%"))!;
        var target = availability with { All = new([.. availability.All, new Objective(ObjectiveKind.Accuracy, 0.9, null)]) };
        await using var prometheus = await PrometheusServer.StartOnAsync(history.ToString());

        await RecordAsync(prometheus, target);

        var at = Start.AddMinutes(Minutes - 2);
        Assert.That(await ValueAsync(prometheus, "slo:sli_error:ratio_rate1h", at), Is.EqualTo(0.005).Within(0.003));
        Assert.That(await ValueAsync(prometheus, "slo:sli_error:ratio_rate1d", at), Is.EqualTo(0.005).Within(0.0003));
        Assert.That(await ValueAsync(prometheus, "slo:sli_bad:increase1d", at), Is.EqualTo(18 * 60 / 50).Within(1));
        Assert.That(await ValueAsync(prometheus, "slo:sli_total:increase30d", at), Is.EqualTo(18 * 60 * 4).Within(2).Percent);
        Assert.That(await ValueAsync(prometheus, "slo:measured:ratio", at), Is.EqualTo(18 / (24.0 * 30)).Within(0.001), "six hours without the exporter are neither good nor bad");
        Assert.That(await ValueAsync(prometheus, "slo:period_error_budget_remaining:ratio", at), Is.EqualTo(0).Within(0.05));
        Assert.That(await ValueAsync(prometheus, "slo:sli_error:ratio_rate1d", at, "accuracy"), Is.EqualTo(0.025).Within(0.001), "one of forty");
        Assert.That(await ValueAsync(prometheus, "slo:sli_error:ratio_rate5m", Start.AddHours(15)), Is.Null);
    }

    private static double Failures(int minute) => minute % 50 == 7 ? 1 : 0;

    /// <summary>Rules that read what others record are recorded after them, as long as new ones come.</summary>
    private static async Task RecordAsync(PrometheusServer prometheus, TargetObjectives target)
    {
        var groups = RuleFile.Of([target], new RuleOptions()).Groups;
        var left = groups.SelectMany(static g => g.Rules.Select(r => (g.Interval, Rule: r))).Where(static r => !r.Rule.IsAlert).ToList();
        while (left.Count > 0)
        {
            var names = left.Select(static r => r.Rule.Name).ToHashSet();
            var ready = left.Where(r => !names.Any(n => r.Rule.Expression.Contains(n + "{", StringComparison.Ordinal))).ToList();
            var file = new RuleFile([], [.. ready.GroupBy(static r => r.Interval).Select(static g => new RuleGroup("pass-" + g.Key, g.Key, [.. g.Select(static r => r.Rule)]))]);
            await prometheus.RecordAsync(RuleFileWriter.Write(file), Start, Start.AddMinutes(Minutes));
            left = [.. left.Except(ready)];
        }
    }

    private static async Task<double?> ValueAsync(PrometheusServer prometheus, string record, DateTimeOffset at, string slo = "availability") =>
        (await prometheus.QueryAsync(string.Create(CultureInfo.InvariantCulture, $"{record}{{slo=\"{slo}\",target=\"llm\"}} @ {at.ToUnixTimeSeconds()}"))) is [var only, ..] ? only.Value : null;
}
