namespace Exporter.Tests.Dashboards;

/// <summary>A vector selector within an expression.</summary>
/// <param name="Metric">Empty where the braces stand alone.</param>
/// <param name="Matchers">Label to operator and value.</param>
/// <param name="Range">What stands in the brackets behind it, such as <c>5m</c>; null for an instant vector.</param>
/// <param name="Function">The function whose argument it is; empty where there is none.</param>
internal sealed record PromqlSelector(string Metric, IReadOnlyDictionary<string, (string Operator, string Value)> Matchers, string? Range, string Function)
{
    public bool Has(string label, string op, string value) => Matchers.TryGetValue(label, out var found) && found == (op, value);
}
