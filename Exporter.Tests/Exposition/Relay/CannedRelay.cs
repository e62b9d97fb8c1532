using Exporter.Exposition.Collection;
using Exporter.Exposition.Relay;

namespace Exporter.Tests.Exposition.Relay;

/// <summary>A source that says what it was told to.</summary>
internal sealed class CannedRelay(params RelayedFamily[] families) : IRelayedFamilySource
{
    public IReadOnlyList<RelayedFamily> Families { get; set; } = families;

    public static RelayedFamily Family(string name, RelayedType type, params RelayedSample[] samples) => new(name, type, "As the server says.", samples);

    public static RelayedSample Sample(string name, double value, params (string Name, string Value)[] labels) =>
        new(name, LabelSet.From(labels.Select(l => KeyValuePair.Create(l.Name, l.Value))), value);
}
