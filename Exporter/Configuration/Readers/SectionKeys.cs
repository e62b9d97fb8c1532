using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers;

/// <summary>The keys of one kind of section, as data: what is unknown is refused by it, and the example file is checked against it.</summary>
/// <param name="section">Where such a section stands, such as <c>targets[].slo</c>; empty for the root.</param>
/// <param name="names">Its keys.</param>
internal sealed class SectionKeys(string section, params string[] names)
{
    public string Section { get; } = section;

    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>Keys that people try and that are refused on purpose, with what to do instead.</summary>
    public IReadOnlyDictionary<string, string> Refused { get; init; } = new Dictionary<string, string>();

    /// <summary>Both sets of keys in one section.</summary>
    public SectionKeys And(SectionKeys other) => new(Section, [.. Names, .. other.Names])
    {
        Refused = Refused.Concat(other.Refused).DistinctBy(static pair => pair.Key).ToDictionary(StringComparer.Ordinal),
    };

    /// <summary>The same keys where the section stands elsewhere too.</summary>
    public SectionKeys At(string place) => new(place, [.. Names]) { Refused = Refused };

    /// <summary>The same keys; a key that only others know is refused with their names.</summary>
    public SectionKeys WithHints(IEnumerable<(string Owner, SectionKeys Keys)> others)
    {
        var refused = Refused.ToDictionary(StringComparer.Ordinal);
        foreach (var (owner, keys) in others)
        {
            foreach (var key in keys.Names.Where(key => !Contains(key)))
            {
                refused[key] = refused.TryGetValue(key, out var before) ? $"{before}, {owner}" : $"unknown key here; it belongs to type {owner}";
            }
        }

        return new SectionKeys(Section, [.. Names]) { Refused = refused };
    }

    public bool Contains(string key) => Names.Contains(key, StringComparer.Ordinal);

    /// <summary>What is wrong with a key; null where it is known.</summary>
    public string? Problem(string key)
    {
        if (Contains(key))
        {
            return null;
        }

        if (Refused.TryGetValue(key, out var reason))
        {
            return reason;
        }

        return DidYouMean.Find(key, Names) is { } near
            ? $"unknown key (did you mean '{near}'?)"
            : $"unknown key; allowed: {string.Join(", ", Names)}";
    }
}
