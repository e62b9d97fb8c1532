namespace Exporter.Exposition.Collection;

/// <summary>The families there are, by name. Used under the collection gate only.</summary>
internal sealed class FamilyCatalog
{
    private readonly Dictionary<string, MetricFamily> claims = new(StringComparer.Ordinal);
    private readonly List<MetricFamily> families = [];
    private MetricFamily[] sorted = [];
    private bool isSorted;

    /// <summary>All families, sorted by name; some may have no series in this collection.</summary>
    public ReadOnlySpan<MetricFamily> Sorted
    {
        get
        {
            if (!isSorted)
            {
                sorted = [.. families.OrderBy(f => f.Name, StringComparer.Ordinal)];
                isSorted = true;
            }

            return sorted;
        }
    }

    /// <summary>True when a family or one of its samples has this name in any format.</summary>
    public bool IsTaken(string name) => claims.ContainsKey(name);

    /// <summary>The family of this name and type, made at first sight; its first help text stays.</summary>
    /// <returns>Null when another family already answers to one of its names: exposing both would break the scrape.</returns>
    public MetricFamily? Resolve(string baseName, FamilyType type, string? unit, string help)
    {
        if (claims.TryGetValue(baseName, out var existing) && existing.Type == type && existing.BaseName == baseName)
        {
            return existing;
        }

        var family = new MetricFamily(baseName, type, unit, help);
        var names = Claims(family);
        if (names.Any(claims.ContainsKey))
        {
            return null;
        }

        foreach (var name in names)
        {
            claims.Add(name, family);
        }

        families.Add(family);
        isSorted = false;
        return family;
    }

    public void BeginCollection()
    {
        foreach (var family in families)
        {
            family.BeginCollection();
        }
    }

    /// <summary>Forgets what no collection since <paramref name="oldest"/> had, so that a target that went leaves nothing behind.</summary>
    public void Forget(long oldest)
    {
        for (var i = families.Count - 1; i >= 0; i--)
        {
            var family = families[i];
            family.Forget(oldest);
            if (family.IsEmpty)
            {
                family.IsForgotten = true;
                families.RemoveAt(i);
                isSorted = false;
                foreach (var name in Claims(family))
                {
                    claims.Remove(name);
                }
            }
        }
    }

    /// <summary>Every name that appears in any format because of this family.</summary>
    private static string[] Claims(MetricFamily family) => family.Type switch
    {
        FamilyType.Counter or FamilyType.Info => [family.BaseName, family.Name],
        FamilyType.Histogram => [family.Name, family.Name + "_bucket", family.Name + "_sum", family.Name + "_count"],
        FamilyType.Gauge => [family.Name],
    };
}
