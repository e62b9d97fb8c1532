using Exporter.Exposition.Relay;

namespace Exporter.Exposition.Collection;

/// <summary>What one collection found, for the writers. Valid under the collection gate, until the next collection.</summary>
internal readonly ref struct MetricSnapshot(ReadOnlySpan<MetricFamily> families, IReadOnlyList<RelayedGroup> relayed)
{
    /// <summary>Our families, sorted by name; those without series are not to be written.</summary>
    public ReadOnlySpan<MetricFamily> Families { get; } = families;

    /// <summary>What others exposed, sorted by name.</summary>
    public IReadOnlyList<RelayedGroup> Relayed { get; } = relayed;
}
