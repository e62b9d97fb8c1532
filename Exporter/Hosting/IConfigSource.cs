using Exporter.Configuration;

namespace Exporter.Hosting;

/// <summary>Where a daemon's configuration comes from, read anew at every reload.</summary>
internal interface IConfigSource
{
    /// <summary>Name for the log and the pages.</summary>
    public string Name { get; }

    public ConfigResult<ExporterConfig> Read();

    /// <summary>A value that changes when the source's content may have changed; null where it never does or cannot be told now.</summary>
    public string? Stamp();
}
