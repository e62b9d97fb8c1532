namespace Exporter.Nvml.Survey;

/// <summary>What was seen of something that is not settled without a card.</summary>
/// <param name="Question">What it is about, the same words on every machine.</param>
/// <param name="Seen">The answer as it came.</param>
/// <param name="Meaning">What follows from it; null where it does not settle the question.</param>
internal sealed record NvmlFinding(string Question, string Seen, string? Meaning = null);
