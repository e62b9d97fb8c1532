using Exporter.Configuration.Readers;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration;

/// <summary>The configuration file: read and checked as a whole, or refused with every mistake in it. Reads the file, the files it names and the environment; changes nothing.</summary>
internal static class ConfigFile
{
    /// <summary>Reads a file; one that cannot be read is a mistake like any other.</summary>
    /// <param name="ignoreBaselines">Whether files of references are left alone, which may not be there yet.</param>
    public static ConfigResult<ExporterConfig> Read(string path, bool ignoreBaselines = false)
    {
        var errors = new ErrorList(path);
        var bytes = BoundedFile.Read(path, YamlTree.SizeLimitBytes, errors);
        return bytes is null ? errors.Result<ExporterConfig>(null) : Parse(path, bytes, BoundedFile.FolderOf(path), ignoreBaselines);
    }

    /// <summary>Reads a text. Relative paths in it start at the folder of its name.</summary>
    /// <param name="displayName">What errors call it.</param>
    /// <param name="utf8">Its content; empty means every default.</param>
    public static ConfigResult<ExporterConfig> Parse(string displayName, ReadOnlySpan<byte> utf8) =>
        Parse(displayName, utf8, BoundedFile.FolderOf(displayName));

    /// <summary>Reads a text whose relative paths start at a given folder.</summary>
    /// <param name="ignoreBaselines">As in <see cref="Read"/>.</param>
    public static ConfigResult<ExporterConfig> Parse(string displayName, ReadOnlySpan<byte> utf8, string baseDirectory, bool ignoreBaselines = false)
    {
        var errors = new ErrorList(displayName);
        var root = YamlTree.Read(utf8, errors);
        var reading = new Reading(errors, baseDirectory) { IgnoresBaselines = ignoreBaselines };
        var config = root is null && errors.Any ? null : ExporterReader.Read(root, reading);
        return errors.Result(config) with { Files = [.. reading.Files] };
    }
}
