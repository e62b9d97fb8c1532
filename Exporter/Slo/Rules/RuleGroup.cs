namespace Exporter.Slo.Rules;

/// <summary>Rules that are evaluated together, in order.</summary>
/// <param name="Name">Unique in its file.</param>
/// <param name="Interval">As PromQL writes it.</param>
/// <param name="Rules">In the order of evaluation.</param>
internal sealed record RuleGroup(string Name, string Interval, IReadOnlyList<Rule> Rules);
