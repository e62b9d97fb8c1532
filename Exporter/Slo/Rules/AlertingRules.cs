using System.Globalization;

namespace Exporter.Slo.Rules;

/// <summary>The alerts of objectives. Each says what to do; each has a runbook page of its name.</summary>
internal static class AlertingRules
{
    public const string BurnFast = "SloBudgetBurnFast";
    public const string BurnSlow = "SloBudgetBurnSlow";
    public const string Exhausted = "SloBudgetExhausted";
    public const string NoData = "SloNoData";
    public const string Outdated = "SloRulesOutdated";

    /// <summary>Two: one may be the end of what is over.</summary>
    private const string LeastBadInShort = "1.5";

    /// <summary>A share is a verdict once ten bad probes would have been within the budget.</summary>
    private const int LeastBudgetedProbes = 10;

    private static readonly TimeSpan LeastSilence = TimeSpan.FromMinutes(15);

    public static IEnumerable<Rule> Of(TargetObjectives target, Objective objective, RuleOptions options)
    {
        if (BurnPolicy.Pages(objective, target.Interval) is { Count: > 0 } pages)
        {
            yield return Burn(target, objective, pages, options) with
            {
                For = "2m",
                Labels = Labels("critical", [("burn", "fast"), .. RecordingRules.Labels(target, objective)]),
                Annotations = Annotations(
                    BurnFast,
                    "An objective's error budget burns fast enough to wake somebody.",
                    $"{Bad(target, objective)}, and it goes on; {Allowed(objective)} Run 'modelhost-exporter probe {target.Target}/{target.Probe}' on the host of {{{{ $labels.instance }}}} to see the answer, look at the model server's log, and restart or drain it.",
                    options),
            };
        }

        if (BurnPolicy.Tickets(objective, target.Interval) is { Count: > 0 } tickets)
        {
            yield return Burn(target, objective, tickets, options) with
            {
                Name = BurnSlow,
                For = "15m",
                KeepFiringFor = "1h",
                Labels = Labels("warning", [("burn", "slow"), .. RecordingRules.Labels(target, objective)]),
                Annotations = Annotations(
                    BurnSlow,
                    "An objective's error budget will not last.",
                    $"{Bad(target, objective)}; {Allowed(objective)} Compare probe_errors_total by error_type with the days before, and mend the most frequent cause in working hours.",
                    options),
            };
        }

        yield return ExhaustedOf(target, objective, options);
    }

    /// <summary>Nobody measures: the probe does not run, or the exporter does not, or the probe has another name now.</summary>
    public static Rule NoDataOf(TargetObjectives target, RuleOptions options)
    {
        var window = Window.Of(TimeSpan.FromTicks(Math.Max(LeastSilence.Ticks, 4 * target.Interval.Ticks)));
        var finished = new Sli(target, target.All[0], options.Job).Finished(window);
        return new Rule(NoData, true, $"""
            (
              {finished} == 0
              {Unless(target, options).Replace("\n", "\n  ", StringComparison.Ordinal)}
            )
            or
            absent(probe_requests_total{"{" + Sli.Matchers(target, options.Job) + "}"})
            """)
        {
            For = "10m",
            Labels = Labels("warning", ("probe", target.Probe), ("target", target.Target)),
            Annotations = Annotations(
                NoData,
                "Objectives are not being measured.",
                $"No probe {target.Probe} of target {target.Target} ended in the last {window}. Skipped ticks do not count: probe_skipped_total says why they are skipped. Otherwise see whether the exporter runs and still has that probe; a target that was removed takes newly generated rules.",
                options),
        };
    }

    /// <summary>The exporter's objectives and the rules come from different configurations.</summary>
    public static Rule OutdatedOf(RuleOptions options) => new(
        Outdated,
        true,
        $"modelhost_exporter_slo_info{(options.Job is null ? "" : $"{{{Sli.OfJob(options.Job)}}}")}\nunless on (target, digest)\nslo:rules_info")
    {
        For = "15m",
        Labels = Labels("warning"),
        Annotations = Annotations(
            Outdated,
            "The rules of a target's objectives are not those of its exporter's configuration.",
            "Target {{ $labels.target }} of {{ $labels.instance }} has objectives with the digest {{ $labels.digest }}, which no loaded rule file has. Run 'modelhost-exporter rules' with the exporter's configuration and load the result.",
            options),
    };

    private static Rule Burn(TargetObjectives target, Objective objective, IReadOnlyList<BurnCondition> conditions, RuleOptions options) =>
        new(BurnFast, true, $"""
            (
            {string.Join("\n  or\n", conditions.Select(c => Condition(target, objective, c)))}
            )
            {Unless(target, options)}
            """);

    private static string Condition(TargetObjectives target, Objective objective, BurnCondition condition)
    {
        var labels = RecordingRules.Labels(target, objective);
        var threshold = RecordingRules.Number(condition.Threshold);
        return $"""
              (
                {RecordingRules.Of(RecordingRules.ErrorRatio(condition.Long), labels)} > {threshold}
                and
                {RecordingRules.Of(RecordingRules.ErrorRatio(condition.Short), labels)} > {threshold}
                and
                {RecordingRules.Of(RecordingRules.Bad(condition.Long), labels)} > {RecordingRules.Number(condition.LeastBad)}
                and
                {RecordingRules.Of(RecordingRules.Bad(condition.Short), labels)} > {LeastBadInShort}
              )
            """;
    }

    private static Rule ExhaustedOf(TargetObjectives target, Objective objective, RuleOptions options)
    {
        var labels = RecordingRules.Labels(target, objective);
        var least = RecordingRules.Number(Math.Round(LeastBudgetedProbes / objective.Budget));
        return new Rule(Exhausted, true, $"""
            {RecordingRules.Of(RecordingRules.ErrorRatio(Window.Period), labels)} > {RecordingRules.Number(objective.Budget)}
            and
            {RecordingRules.Of(RecordingRules.Total(Window.Period), labels)} > {least}
            """)
        {
            For = "15m",
            Labels = Labels("info", RecordingRules.Labels(target, objective)),
            Annotations = Annotations(
                Exhausted,
                "An objective was missed over thirty days.",
                $"{Bad(target, objective)} over thirty days; {Allowed(objective)} Hold back risky changes until the budget is back; 'modelhost-exporter sla' prints the report.",
                options),
        };
    }

    /// <summary>Planned work burns no budget and wakes nobody.</summary>
    private static string Unless(TargetObjectives target, RuleOptions options) =>
        $"unless on (job, instance, target)\n(probe_maintenance{{{Sli.Matchers(target, options.Job)}}} == 1)";

    private static string Bad(TargetObjectives target, Objective objective)
    {
        var what = objective.Kind switch
        {
            ObjectiveKind.Availability => "failed",
            ObjectiveKind.ErrorRate => "got a wrong or broken answer",
            ObjectiveKind.Latency => $"did not succeed within {Seconds(objective)}",
            ObjectiveKind.Accuracy => "named the wrong class",
            ObjectiveKind.FirstToken => $"had no first token within {Seconds(objective)}",
        };
        return $"{{{{ $value | humanizePercentage }}}} of the probes {target.Probe} of target {target.Target} on {{{{ $labels.instance }}}} {what}";
    }

    private static string Allowed(Objective objective) => $"the objective allows {Percent(objective.Budget)}.";

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{(decimal)share * 100:0.######}%");

    private static string Seconds(Objective objective) => string.Create(CultureInfo.InvariantCulture, $"{objective.Within!.Value.TotalSeconds} s");

    private static (string, string)[] Labels(string severity, params (string, string)[] more) =>
        [.. new[] { ("component", "slo"), ("severity", severity) }.Concat(more).OrderBy(static l => l.Item1, StringComparer.Ordinal)];

    private static (string, string)[] Annotations(string alert, string summary, string description, RuleOptions options) =>
    [
        ("summary", summary),
        ("description", description),
        ("runbook_url", $"{options.RunbookBase}{alert}.md"),
        ("dashboard", "/d/modelhost-slo?var-instance={{ $labels.instance }}&var-target={{ $labels.target }}"),
    ];
}
