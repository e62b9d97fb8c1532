namespace Exporter.Exposition.Relay;

/// <summary>One family as another server exposes it.</summary>
/// <param name="Name">The family's name as its TYPE line has it.</param>
/// <param name="Help">Unescaped; empty for none.</param>
/// <param name="Samples">In the order they came: a histogram's buckets stay together.</param>
internal sealed record RelayedFamily(string Name, RelayedType Type, string Help, IReadOnlyList<RelayedSample> Samples);
