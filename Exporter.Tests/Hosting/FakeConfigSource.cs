using System.Text;
using Exporter.Configuration;
using Exporter.Hosting;

namespace Exporter.Tests.Hosting;

/// <summary>A configuration that a test edits.</summary>
internal sealed class FakeConfigSource(string yaml) : IConfigSource
{
    public string Yaml { get; set; } = yaml;

    /// <summary>As if the file were missing for a moment.</summary>
    public bool Vanished { get; set; }

    public string Name => "test.yaml";

    public ConfigResult<ExporterConfig> Read() => ConfigFile.Parse(Name, Encoding.UTF8.GetBytes(Yaml));

    public string? Stamp() => Vanished ? null : Yaml;
}
