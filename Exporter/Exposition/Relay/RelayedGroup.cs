namespace Exporter.Exposition.Relay;

/// <summary>The samples of one relayed name from all sources, checked and ready to be written.</summary>
internal sealed class RelayedGroup(string name, RelayedType type, string help)
{
    public string Name { get; } = name;

    public RelayedType Type { get; } = type;

    public string Help { get; } = help;

    public List<RelayedSample> Samples { get; } = [];

    /// <summary>True where the group keeps its type in the strict formats; otherwise it is written sample name by sample name.</summary>
    public bool IsPlain => Type switch
    {
        RelayedType.Gauge => Samples.TrueForAll(s => s.Name == Name),
        RelayedType.Counter => Name.EndsWith("_total", StringComparison.Ordinal) && Name.Length > "_total".Length && Samples.TrueForAll(s => s.Name == Name),
        RelayedType.Untyped or RelayedType.Histogram or RelayedType.Summary => false,
    };

    /// <summary>Samples by their own name, for the formats that cannot keep the group together.</summary>
    public IEnumerable<IGrouping<string, RelayedSample>> BySampleName => Samples.GroupBy(s => s.Name, StringComparer.Ordinal);
}
