namespace Exporter.Traffic.Energy;

/// <summary>What one target has used of one card since the daemon has been watching. Immutable.</summary>
/// <param name="Target">Label <c>target</c>.</param>
/// <param name="HwId">Label <c>hw_id</c>.</param>
/// <param name="Joules">Its part of the card's energy; null where the card does not tell its energy.</param>
/// <param name="IdleJoules">The part of that which was used while it held memory and did not compute.</param>
/// <param name="IdleSeconds">How long it held memory and did not compute.</param>
internal sealed record EnergyAccount(string Target, string HwId, double? Joules, double? IdleJoules, double IdleSeconds);
