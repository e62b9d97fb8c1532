using Exporter.Exposition.Collection;

namespace Exporter.Tests.Exposition.Formats;

/// <summary>A family said in plain words: what both the fast and the slow writers are given.</summary>
internal sealed record FamilyPlan(string Name, FamilyType Type, string? Unit, string Help, IReadOnlyList<SeriesPlan> Series)
{
    /// <summary>The family as the collector would have filled it.</summary>
    public MetricFamily Build()
    {
        var family = new MetricFamily(Name, Type, Unit, Help);
        foreach (var plan in Series)
        {
            var series = family.Find(LabelSet.From(plan.Labels));
            if (family.TryAdd(series, 1))
            {
                plan.Fill(series, family);
            }
        }

        return family;
    }

    public override string ToString() => $"{Name} {Type} {Unit} '{Help}' [{string.Join(" | ", Series)}]";
}
