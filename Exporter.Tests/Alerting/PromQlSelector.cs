namespace Exporter.Tests.Alerting;

/// <summary>A metric that an expression reads.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Matchers">What stands in its braces: label, operator, text.</param>
internal sealed record PromQlSelector(string Metric, IReadOnlyList<(string Label, string Operator, string Value)> Matchers)
{
    public override string ToString() => $"{Metric}{{{string.Join(',', Matchers.Select(m => $"{m.Label}{m.Operator}\"{m.Value}\""))}}}";
}
