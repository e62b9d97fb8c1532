namespace Exporter.Gpu;

/// <summary>Why no GPU can be read.</summary>
/// <param name="Reason">Closed set, snake case, such as <c>library_not_found</c>; label <c>reason</c> of the collector's health.</param>
/// <param name="Words">For a person: what is the matter and what to do about it, one sentence or two.</param>
internal sealed record GpuUnavailable(string Reason, string Words);
