namespace Exporter.Tests.Support;

/// <summary>One line of an exposition.</summary>
internal sealed record MetricSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>Name and sorted labels: equal for equal series.</summary>
    public string Series =>
        $"{Name}{{{string.Join(',', Labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}=\"{l.Value}\""))}}}";

    /// <summary>Whether it has at least these labels; an empty one is the same as none.</summary>
    public bool Has(params (string Name, string Value)[] labels) =>
        Array.TrueForAll(labels, wanted => Labels.GetValueOrDefault(wanted.Name, "") == wanted.Value);

    public override string ToString() => $"{Series} {Value}";
}
