namespace Exporter.Configuration.Yaml;

/// <summary>Stands for a value that is an error already (an alias, a merge key); readers pass over it without a second complaint.</summary>
internal sealed class YamlRefused(Place place, YamlNode? parent, string? key, int index) : YamlNode(place, parent, key, index)
{
    public override string Kind => "not usable";
}
