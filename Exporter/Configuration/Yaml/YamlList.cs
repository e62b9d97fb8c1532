namespace Exporter.Configuration.Yaml;

/// <summary>A list.</summary>
internal sealed class YamlList(Place place, YamlNode? parent, string? key, int index) : YamlNode(place, parent, key, index)
{
    public List<YamlNode> Items { get; } = [];

    public override string Kind => "a list";
}
