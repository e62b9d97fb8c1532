namespace Exporter.Tests.Architecture;

/// <summary>One row of the table of rooms: what a folder may use.</summary>
/// <param name="Imports">Folders whose symbols it may use besides its own.</param>
/// <param name="Libraries">Prefixes of outside assemblies it may use besides the base class library and Microsoft.Extensions.</param>
internal sealed record FolderRule(string[] Imports, string[] Libraries);
