namespace Exporter.Tests.Architecture;

/// <summary>A file reads a property.</summary>
/// <param name="File">Relative to Exporter/.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="Property">The declaring type and the property, as in <c>GpuConfig.Interval</c>.</param>
internal sealed record PropertyRead(string File, string Folder, string Property);
