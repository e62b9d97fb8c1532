using Exporter.Exposition.Collection;

namespace Exporter.Exposition.Relay;

/// <summary>Brings the families of all sources together, under the rules that <see cref="IRelayedFamilySource"/> states. Used under the collection gate only.</summary>
internal sealed class RelayedGroups(IReadOnlyList<IRelayedFamilySource> sources, FamilyCatalog ours, DropLedger drops)
{
    /// <summary>The label value under which relayed drops are counted: their own names are not ours to bound.</summary>
    public const string DropLabel = "relayed";

    /// <summary>First words of our own names, and of facts about a process.</summary>
    private static readonly string[] ReservedPrefixes =
        ["process_", "python_", "go_", "modelhost_exporter_", "hw_", "probe_", "slo_", "system_", "target_"];

    private readonly Dictionary<string, RelayedGroup> claims = new(StringComparer.Ordinal);
    private readonly HashSet<(string Name, LabelSet Labels)> seen = [];
    private readonly List<RelayedGroup> groups = [];

    /// <summary>The groups of the last collection, sorted by name.</summary>
    public IReadOnlyList<RelayedGroup> Groups => groups;

    public void Collect()
    {
        groups.Clear();
        claims.Clear();
        seen.Clear();
        foreach (var source in sources)
        {
            foreach (var family in source.Families)
            {
                Add(family);
            }
        }

        groups.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
    }

    private void Add(RelayedFamily family)
    {
        var group = GroupFor(family);
        if (group is null)
        {
            drops.Drop(DropLabel, DropReason.RelayedName, family.Name, family.Samples.Count);
            return;
        }

        foreach (var sample in family.Samples)
        {
            if (!Claim(sample.Name, group))
            {
                drops.Drop(DropLabel, DropReason.RelayedName, sample.Name);
            }
            else if (!seen.Add((sample.Name, sample.Labels)))
            {
                drops.Drop(DropLabel, DropReason.DuplicateSeries, sample.Name);
            }
            else
            {
                group.Samples.Add(sample);
            }
        }
    }

    private RelayedGroup? GroupFor(RelayedFamily family)
    {
        if (claims.TryGetValue(family.Name, out var existing))
        {
            return existing.Name == family.Name && existing.Type == family.Type ? existing : null;
        }

        var group = new RelayedGroup(family.Name, family.Type, family.Help);

        // OpenMetrics calls a counter by its name without _total; that name must be free too.
        var isFree = Claim(family.Name, group)
            && (family.Type != RelayedType.Counter || !group.IsPlain || Claim(family.Name[..^"_total".Length], group));
        if (!isFree)
        {
            return null;
        }

        groups.Add(group);
        return group;
    }

    /// <summary>False when the name is not to be relayed or is another group's.</summary>
    private bool Claim(string name, RelayedGroup group)
    {
        if (claims.TryGetValue(name, out var holder))
        {
            return ReferenceEquals(holder, group);
        }

        if (!MetricName.IsLegal(name) || ours.IsTaken(name) || ReservedPrefixes.Any(p => name.StartsWith(p, StringComparison.Ordinal)))
        {
            return false;
        }

        claims.Add(name, group);
        return true;
    }
}
