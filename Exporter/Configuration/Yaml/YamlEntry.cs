namespace Exporter.Configuration.Yaml;

/// <summary>One key of a map with its value.</summary>
internal sealed record YamlEntry(string Key, Place KeyPlace, YamlNode Value);
