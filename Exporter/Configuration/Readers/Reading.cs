using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers;

/// <summary>What every reader of one file shares.</summary>
/// <param name="Errors">Where mistakes go.</param>
/// <param name="BaseDirectory">The folder of the file; relative paths in it start there.</param>
internal sealed record Reading(ErrorList Errors, string BaseDirectory)
{
    /// <summary>Whether files of references are not read: for the command that is about to write them.</summary>
    public bool IgnoresBaselines { get; init; }

    /// <summary>Absolute paths of the files that were named so far.</summary>
    public HashSet<string> Files { get; } = new(StringComparer.Ordinal);

    public string Resolve(string path) => Path.GetFullPath(path, BaseDirectory);

    /// <summary>Resolves the path of a file whose content counts as if it stood in this one.</summary>
    public string ResolveNamed(string path)
    {
        var resolved = Resolve(path);
        Files.Add(resolved);
        return resolved;
    }
}
