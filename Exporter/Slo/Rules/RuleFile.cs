namespace Exporter.Slo.Rules;

/// <summary>Every rule of the objectives of some targets: what the same objectives always give, in the same order.</summary>
/// <param name="Targets">Sorted by name; names are unique.</param>
/// <param name="Groups">The rules.</param>
internal sealed record RuleFile(IReadOnlyList<TargetObjectives> Targets, IReadOnlyList<RuleGroup> Groups)
{
    /// <param name="targets">Sorted by name; names are unique.</param>
    public static RuleFile Of(IReadOnlyList<TargetObjectives> targets, RuleOptions options) =>
        new(targets, [General(targets, options), .. targets.SelectMany(t => GroupsOf(t, options))]);

    private static RuleGroup General(IReadOnlyList<TargetObjectives> targets, RuleOptions options) => new(
        "slo-rules",
        RecordingRules.ShortInterval,
        [
            .. targets.Select(static t => Rule.Record("slo:rules_info", "vector(1)", ("digest", t.Digest), ("target", t.Target))),
            .. targets.Select(static t => Rule.Record(RecordingRules.ProbeInterval, $"vector({RecordingRules.Number(t.Interval.TotalSeconds)})", ("target", t.Target))),
            AlertingRules.OutdatedOf(options),
        ]);

    private static IEnumerable<RuleGroup> GroupsOf(TargetObjectives target, RuleOptions options) =>
    [
        new($"slo-{target.Target}", RecordingRules.ShortInterval, [.. target.All.SelectMany(o => RecordingRules.Short(target, o, options))]),
        new($"slo-{target.Target}-long", RecordingRules.LongInterval, [.. target.All.SelectMany(o => RecordingRules.Long(target, o))]),
        new(
            $"slo-{target.Target}-alerts",
            RecordingRules.ShortInterval,
            [.. target.All.SelectMany(o => AlertingRules.Of(target, o, options)), AlertingRules.NoDataOf(target, options)]),
    ];
}
