using System.Globalization;
using System.Security.Cryptography;
using Exporter.Configuration;

namespace Exporter.Hosting;

/// <summary>A configuration file.</summary>
internal sealed class ConfigFileSource(string path) : IConfigSource
{
    public string Name => path;

    public ConfigResult<ExporterConfig> Read() => ConfigFile.Read(path);

    /// <summary>A digest of the content: an editor that only touches the file, or a link swapped to the same text, is no change.</summary>
    public string? Stamp()
    {
        try
        {
            using var file = File.OpenRead(path);
            return Convert.ToHexString(SHA256.HashData(file));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Editors replace a file by removing it first; the next look finds the new one.
            return null;
        }
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"file {path}");
}
