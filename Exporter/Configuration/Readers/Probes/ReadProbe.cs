using Exporter.Configuration.Probes;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>A probe as far as it could be read.</summary>
/// <param name="Name">Null where it has none worth referring to.</param>
/// <param name="Config">Null where its type is not known.</param>
internal sealed record ReadProbe(string? Name, ProbeConfig? Config);
