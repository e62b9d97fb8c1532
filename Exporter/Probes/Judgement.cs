namespace Exporter.Probes;

/// <summary>One check of an answer.</summary>
/// <param name="Check">What must hold.</param>
/// <param name="Wrong">What is wrong; null when it holds.</param>
internal sealed record Judgement(string Check, string? Wrong);
