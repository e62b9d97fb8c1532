using System.Diagnostics.CodeAnalysis;
using Exporter.Configuration.Scalars;
using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers;

/// <summary>One map of the file under its known keys. Every method reports what is wrong at its place and goes on, so that one run finds every mistake.</summary>
internal sealed class Section
{
    private readonly YamlMap map;
    private readonly SectionKeys keys;

    /// <summary>Opens a map and reports its unknown keys.</summary>
    public Section(YamlMap map, SectionKeys keys, Reading reading)
    {
        this.map = map;
        this.keys = keys;
        Reading = reading;
        foreach (var entry in map.Entries)
        {
            if (keys.Problem(entry.Key) is { } problem)
            {
                reading.Errors.Add(entry.KeyPlace, map.PathOf(entry.Key), problem);
            }
        }
    }

    public Reading Reading { get; }

    /// <summary>Where the section begins.</summary>
    public Place Place => map.Place;

    /// <summary>Whether such sections have the key at all.</summary>
    public bool Knows(string key) => keys.Contains(key);

    /// <summary>Whether a key stands here with a value, right or wrong.</summary>
    public bool Has(string key) => map.TryGet(key, out var entry) && entry.Value is not YamlScalar { IsNull: true };

    /// <summary>Reports a mistake at the value of a key; where the key is missing, at the section.</summary>
    public void Fail(string key, string problem) => Reading.Errors.Add(PlaceOf(key), map.PathOf(key), problem);

    /// <summary>Reports a mistake at the value of a key of the map under another key.</summary>
    public void FailIn(string key, string childKey, string problem)
    {
        if (FindRaw(key) is YamlMap child && child.TryGet(childKey, out var entry))
        {
            Reading.Errors.Add(entry.Value, problem);
        }
        else
        {
            Fail(key, $"{childKey}: {problem}");
        }
    }

    /// <summary>Reports a mistake of the section as a whole.</summary>
    public void Fail(string problem) => Reading.Errors.Add(map, problem);

    /// <summary>Where the value of a key begins; where the key is missing, where the section does.</summary>
    public Place PlaceOf(string key) => map.TryGet(key, out var entry) ? entry.Value.Place : map.Place;

    /// <summary>The value of a key; null where there is none (which is reported unless <paramref name="presence"/> allows it).</summary>
    public YamlNode? Find(string key, Presence presence)
    {
        if (!keys.Contains(key))
        {
            throw new ArgumentException($"'{key}' is not among the keys of '{keys.Section}'.", nameof(key));
        }

        if (!map.TryGet(key, out var entry))
        {
            if (presence is Presence.Required)
            {
                Fail(key, "missing");
            }

            return null;
        }

        if (entry.Value is not YamlScalar { IsNull: true })
        {
            return entry.Value is YamlRefused ? null : entry.Value;
        }

        if (presence is not Presence.Optional)
        {
            Fail(key, presence is Presence.Required ? "has no value" : "has no value; remove the key to use its default");
        }

        return null;
    }

    /// <summary>The value of a key as it stands, without any check; null where the key is missing.</summary>
    public YamlNode? FindRaw(string key) => map.TryGet(key, out var entry) ? entry.Value : null;

    /// <summary>Reads a single value; false where there is none or it is wrong.</summary>
    public bool TryRead<T>(string key, Func<string, Parsed<T>> parse, Presence presence, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        return Find(key, presence) is { } node && TryParse(node, parse, out value);
    }

    /// <summary>Reads a list of single values; one value may stand alone, without the list.</summary>
    public IReadOnlyList<(YamlNode Node, T Value)> Items<T>(string key, Func<string, Parsed<T>> parse)
    {
        var found = new List<(YamlNode, T)>();
        var node = Find(key, Presence.Defaulted);
        foreach (var item in node is YamlList list ? list.Items : node is null ? [] : [node])
        {
            if (TryParse(item, parse, out var value, "a single value or a list of them"))
            {
                found.Add((item, value));
            }
        }

        return found;
    }

    /// <summary>The map under a key; null where there is none.</summary>
    public Section? Child(string key, SectionKeys childKeys, Presence presence = Presence.Defaulted) =>
        Find(key, presence) is { } node && AsMap(node) is { } child ? new Section(child, childKeys, Reading) : null;

    /// <summary>The maps of the list under a key.</summary>
    public IEnumerable<YamlMap> Maps(string key)
    {
        switch (Find(key, Presence.Defaulted))
        {
            case YamlList list:
                return list.Items.Select(AsMap).OfType<YamlMap>();
            case { } other:
                Reading.Errors.Add(other, $"must be a list (each item begins with -), but is {other.Kind}");
                return [];
            default:
                return [];
        }
    }

    /// <summary>The maps of the list under a key, all with the same keys.</summary>
    public IEnumerable<Section> Children(string key, SectionKeys childKeys) => Maps(key).Select(child => new Section(child, childKeys, Reading));

    private YamlMap? AsMap(YamlNode node)
    {
        if (node is not (YamlMap or YamlRefused))
        {
            Reading.Errors.Add(node, node is YamlScalar { IsNull: true } ? "has no value" : $"must be a map (key: value), but is {node.Kind}");
        }

        return node as YamlMap;
    }

    private bool TryParse<T>(YamlNode node, Func<string, Parsed<T>> parse, [MaybeNullWhen(false)] out T value, string wanted = "a single value")
    {
        value = default;
        if (node is YamlScalar { IsNull: false } scalar)
        {
            var parsed = parse(scalar.Text);
            if (parsed.TryGet(out value))
            {
                return true;
            }

            Reading.Errors.Add(node, parsed.Problem!);
        }
        else if (node is not YamlRefused)
        {
            Reading.Errors.Add(node, node is YamlScalar ? "has no value" : $"must be {wanted}, but is {node.Kind}");
        }

        return false;
    }
}
