using Exporter.Configuration;

namespace Exporter.Hosting;

/// <summary>A configuration that is part of the program: the demo's, or the defaults.</summary>
/// <param name="name">Name for the log and for errors.</param>
/// <param name="yaml">The text as UTF-8.</param>
internal sealed class EmbeddedConfigSource(string name, byte[] yaml) : IConfigSource
{
    public string Name => name;

    public ConfigResult<ExporterConfig> Read() => ConfigFile.Parse(name, yaml);

    public string? Stamp() => null;
}
