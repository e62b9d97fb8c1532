namespace Exporter.Commands.Gpus;

/// <summary>One series of a card, there or not.</summary>
/// <param name="Metric">OpenTelemetry name.</param>
/// <param name="Labels">Values of its own labels, in their order; empty where it has none.</param>
/// <param name="Unit">OpenTelemetry unit.</param>
/// <param name="Value">In that unit; null where the card does not tell.</param>
/// <param name="PerSecond">Of a counter that both readings have.</param>
/// <param name="Why">Of a missing value: what was asked and how it was answered, such as <c>nvmlDeviceGetFanSpeed: not_supported</c>.</param>
internal sealed record ReadingRow(string Metric, string Labels, string Unit, double? Value, double? PerSecond, string? Why);
