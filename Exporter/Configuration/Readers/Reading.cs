using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers;

/// <summary>What every reader of one file shares.</summary>
/// <param name="Errors">Where mistakes go.</param>
/// <param name="BaseDirectory">The folder of the file; relative paths in it start there.</param>
internal sealed record Reading(ErrorList Errors, string BaseDirectory)
{
    /// <summary>Whether files of references are not read: for the command that is about to write them.</summary>
    public bool IgnoresBaselines { get; init; }

    public string Resolve(string path) => Path.GetFullPath(path, BaseDirectory);
}
