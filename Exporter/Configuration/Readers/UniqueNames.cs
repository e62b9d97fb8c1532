using Exporter.Configuration.Yaml;

namespace Exporter.Configuration.Readers;

/// <summary>Refuses a name that was given before, with a pointer to its first use.</summary>
internal sealed class UniqueNames(StringComparer? comparer = null)
{
    private readonly Dictionary<string, Place> first = new(comparer ?? StringComparer.Ordinal);

    /// <summary>What is wrong with using a name here; null where it is new.</summary>
    public string? Problem(string name, Place place) =>
        first.TryAdd(name, place) ? null : $"{Shown.Quoted(name)} is used already at {first[name]}";
}
