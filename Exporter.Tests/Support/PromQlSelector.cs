namespace Exporter.Tests.Support;

/// <summary>A metric that an expression reads.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Matchers">What stands in its braces: label, operator, text.</param>
/// <param name="Range">What stands in the brackets behind it, such as <c>5m</c>; null for an instant vector.</param>
/// <param name="Function">The function whose argument it is; empty where there is none.</param>
internal sealed record PromQlSelector(string Metric, IReadOnlyList<(string Label, string Operator, string Value)> Matchers, string? Range, string Function)
{
    public override string ToString() => $"{Metric}{{{string.Join(',', Matchers.Select(m => $"{m.Label}{m.Operator}\"{m.Value}\""))}}}";
}
