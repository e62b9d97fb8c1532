namespace Exporter.Probes.Protocols.Kserve;

/// <summary>What a model takes and gives, from its metadata.</summary>
internal sealed record ModelSpec(IReadOnlyList<TensorSpec> Inputs, IReadOnlyList<TensorSpec> Outputs);
