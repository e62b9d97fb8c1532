using Exporter.Configuration.Baselines;

namespace Exporter.Probes.Quality;

/// <summary>What came of asking one case for its reference.</summary>
/// <param name="Name">For a person.</param>
/// <param name="Reference">What is to be written; null where nothing in the answer fits, or there is no good answer.</param>
/// <param name="Problem">Why the answer is no reference; null where it is one, or nothing in it fits.</param>
/// <param name="Remark">What a person should know besides; null for nothing.</param>
internal sealed record RecordedCase(string Name, CaseReference? Reference, string? Problem, string? Remark = null);
