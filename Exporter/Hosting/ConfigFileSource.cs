using System.Globalization;
using Exporter.Configuration;
using Exporter.Web;

namespace Exporter.Hosting;

/// <summary>A configuration file and the files that it names. One reads, another may look meanwhile.</summary>
internal sealed class ConfigFileSource(string path) : IConfigSource
{
    private readonly Dictionary<string, UInt128> seen = new(StringComparer.Ordinal);
    private IReadOnlyList<string> named = [];

    public string Name => path;

    public ConfigResult<ExporterConfig> Read()
    {
        var result = ConfigFile.Read(path);
        if (result.Files.Count > 0 || result.Value is not null)
        {
            // Of a file that is no YAML nothing is known: those that were named before stay watched.
            Volatile.Write(ref named, result.Files);
        }

        return result;
    }

    /// <summary>
    /// A digest of the contents: an editor that only touches a file, or a link swapped to the same text, is no change. A file
    /// that is gone for a moment, as editors and mounted secrets do it, is as it was; one that was never there changes by coming.
    /// </summary>
    public string? Stamp()
    {
        if (FileFingerprint.Of(path) is not { } own)
        {
            return null;
        }

        var files = Volatile.Read(ref named);
        foreach (var file in files)
        {
            if (FileFingerprint.Of(file) is { } now)
            {
                seen[file] = now;
            }
        }

        return string.Join('-', files.Select(file => seen.GetValueOrDefault(file)).Prepend(own).Select(static digest => digest.ToString("x32", CultureInfo.InvariantCulture)));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"file {path}");
}
