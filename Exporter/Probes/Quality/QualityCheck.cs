namespace Exporter.Probes.Quality;

/// <summary>One expectation and what became of it.</summary>
/// <param name="Wrong">What is wrong in one line; null when it holds.</param>
internal readonly record struct QualityCheck(AssertionKind Kind, string? Wrong);
