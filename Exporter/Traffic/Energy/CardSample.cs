namespace Exporter.Traffic.Energy;

/// <summary>One reading of a GPU, as far as it matters for whose energy it is.</summary>
/// <param name="HwId">Label <c>hw_id</c>.</param>
/// <param name="Taken">When it was read, in ticks of the daemon's clock; equal for the same reading.</param>
/// <param name="EnergyJoules">Since the driver was loaded; null where the card does not tell.</param>
/// <param name="Utilization">Share of the time in which a kernel was running; 0 to 1; null where unknown.</param>
/// <param name="Memory">Bytes held by each target.</param>
/// <param name="OtherMemory">Bytes held by processes of no target.</param>
/// <param name="Shares">The driver's estimate of each target's part of the multiprocessors; null where it cannot tell them apart.</param>
/// <param name="OtherShare">That of processes of no target.</param>
internal sealed record CardSample(
    string HwId,
    long Taken,
    double? EnergyJoules,
    double? Utilization,
    IReadOnlyDictionary<string, long> Memory,
    long OtherMemory,
    IReadOnlyDictionary<string, double>? Shares,
    double OtherShare);
