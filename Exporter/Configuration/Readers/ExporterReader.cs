using Exporter.Configuration.Scalars;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers;

/// <summary>Reads the whole file.</summary>
internal static class ExporterReader
{
    public static readonly SectionKeys Keys = new("", "listen", "gpu", "host", "exposition", "state_directory", "otlp", "targets");

    /// <summary>What the document says; its defaults where there is no document. Worth something only where no error was added.</summary>
    public static ExporterConfig Read(YamlNode? document, Reading reading)
    {
        if (document is null or YamlScalar { IsNull: true })
        {
            return new ExporterConfig();
        }

        if (document is not YamlMap map)
        {
            reading.Errors.Add(document, $"the file must be a map (key: value), but is {document.Kind}");
            return new ExporterConfig();
        }

        var root = new Section(map, Keys, reading);
        return new ExporterConfig
        {
            Listen = ListenReader.Read(root.Child("listen", ListenReader.Keys)),
            Gpu = GpuReader.Read(root.Child("gpu", GpuReader.Keys)),
            Host = HostReader.Read(root.Child("host", HostReader.Keys)),
            Exposition = ExpositionReader.Read(root.Child("exposition", ExpositionReader.Keys)),
            StateDirectory = root.ReadOptional("state_directory", Texts.AbsolutePath),
            Otlp = OtlpReader.Read(root.Child("otlp", OtlpReader.Keys)),
            Targets = TargetReader.ReadAll(root),
        };
    }
}
