namespace Exporter.Traffic.State;

/// <summary>A target and the GPUs.</summary>
/// <param name="IsOnGpu">Whether one of its processes holds memory of a GPU; null where some GPU's processes cannot be listed.</param>
/// <param name="IsLost">Whether a GPU that it was on when last seen is lost; null where no GPU is read.</param>
internal sealed record GpuEvidence(bool? IsOnGpu, bool? IsLost);
