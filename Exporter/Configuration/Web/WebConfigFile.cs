using Exporter.Configuration.Readers;
using Exporter.Configuration.Readers.Web;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Web;

/// <summary>The file of <c>--web.config.file</c>, in exporter-toolkit's schema and as strict: an unknown key is a mistake.</summary>
internal static class WebConfigFile
{
    /// <summary>Reads a file; one that cannot be read is a mistake like any other. What cannot be honoured is among the warnings.</summary>
    public static ConfigResult<WebConfig> Read(string path)
    {
        var errors = new ErrorList(path);
        var bytes = BoundedFile.Read(path, YamlTree.SizeLimitBytes, errors);
        return bytes is null ? errors.Result<WebConfig>(null) : Parse(path, bytes, BoundedFile.FolderOf(path));
    }

    /// <summary>Reads a text whose relative paths start at a given folder.</summary>
    public static ConfigResult<WebConfig> Parse(string displayName, ReadOnlySpan<byte> utf8, string baseDirectory)
    {
        var errors = new ErrorList(displayName);
        var root = YamlTree.Read(utf8, errors);
        var config = root is null && errors.Any ? null : WebReader.Read(root, new Reading(errors, baseDirectory));
        return errors.Result(config);
    }
}
