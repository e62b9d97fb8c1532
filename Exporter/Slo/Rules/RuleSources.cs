using Exporter.Configuration;

namespace Exporter.Slo.Rules;

/// <summary>Puts the objectives of several exporters' configurations together.</summary>
internal static class RuleSources
{
    /// <summary>A target that stands in several files, as one model on many hosts does, must have the same objectives in all: rules select by its name.</summary>
    /// <returns>The targets with objectives, sorted by name; or what contradicts itself.</returns>
    public static (IReadOnlyList<TargetObjectives> Targets, IReadOnlyList<string> Problems) Merge(IEnumerable<(string Path, ExporterConfig Config)> files)
    {
        var found = files.SelectMany(f => TargetObjectives.Of(f.Config.Targets).Select(t => (f.Path, Objectives: t)))
            .GroupBy(static f => f.Objectives.Target, StringComparer.Ordinal)
            .OrderBy(static g => g.Key, StringComparer.Ordinal)
            .ToList();
        var problems = found
            .Where(static g => g.DistinctBy(static f => f.Objectives.Digest).Skip(1).Any())
            .Select(static g => $"Target '{g.Key}' has different objectives in {string.Join(" and ", g.DistinctBy(static f => f.Objectives.Digest).Select(static f => f.Path))}; give one of the targets another name.");
        return ([.. found.Select(static g => g.First().Objectives)], [.. problems]);
    }
}
