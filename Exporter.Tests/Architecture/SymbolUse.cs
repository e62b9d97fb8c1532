namespace Exporter.Tests.Architecture;

/// <summary>A file uses a symbol.</summary>
/// <param name="File">The using file, relative to Exporter/.</param>
/// <param name="Folder">Its folder.</param>
/// <param name="UsedFolder">Folder that declares the symbol; null for a symbol of an outside assembly.</param>
/// <param name="UsedAssembly">Assembly that declares the symbol.</param>
/// <param name="Symbol">The symbol, for the message.</param>
internal sealed record SymbolUse(string File, string Folder, string? UsedFolder, string UsedAssembly, string Symbol);
