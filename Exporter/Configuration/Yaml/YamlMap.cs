using System.Diagnostics.CodeAnalysis;

namespace Exporter.Configuration.Yaml;

/// <summary>A map. Of a key that is given twice only the first stays (the second is an error already).</summary>
internal sealed class YamlMap(Place place, YamlNode? parent, string? key, int index) : YamlNode(place, parent, key, index)
{
    private readonly Dictionary<string, YamlEntry> byKey = new(StringComparer.Ordinal);

    /// <summary>In the order of the file.</summary>
    public List<YamlEntry> Entries { get; } = [];

    public override string Kind => "a map";

    public bool TryGet(string name, [MaybeNullWhen(false)] out YamlEntry entry) => byKey.TryGetValue(name, out entry);

    /// <summary>False where the key is there already; nothing is changed then.</summary>
    public bool TryAdd(YamlEntry entry)
    {
        if (!byKey.TryAdd(entry.Key, entry))
        {
            return false;
        }

        Entries.Add(entry);
        return true;
    }
}
