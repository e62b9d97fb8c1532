namespace Exporter.Commands.Gpus;

/// <summary>Where a series comes from.</summary>
/// <param name="Metric">OpenTelemetry name.</param>
/// <param name="Labels">Values of its own labels, separated by spaces; null stands for the metric as a whole.</param>
/// <param name="Calls">Exported names of the functions, what is asked for first; with what they are asked for in parentheses where that matters.</param>
internal sealed record ReadingSource(string Metric, string? Labels, params IReadOnlyList<string> Calls);
