namespace Exporter.Traffic.State;

/// <summary>What one probe of a target knows now.</summary>
/// <param name="Finding">Of the last run; null before the first, and when the last is too old to say anything.</param>
/// <param name="InFlight">How long the run in progress has been waiting; null between runs.</param>
/// <param name="AsksModel">Whether it makes the model compute. Only such an answer proves that the server works: a health page often answers while the engine hangs.</param>
/// <param name="IsRepeated">Whether the run before failed, too. One failure is chance, and a rare probe would hold it against the server for long.</param>
internal sealed record ProbeEvidence(ProbeFinding? Finding, TimeSpan? InFlight, bool AsksModel, bool IsRepeated);
