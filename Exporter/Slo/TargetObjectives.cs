using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Exporter.Configuration;

namespace Exporter.Slo;

/// <summary>What was promised for one target, and by whose answers it is measured.</summary>
/// <param name="Target">Label <c>target</c>.</param>
/// <param name="Probe">Label <c>probe</c> of the probe whose answers count.</param>
/// <param name="Interval">Time between two of its probes.</param>
/// <param name="All">The objectives; at least one.</param>
internal sealed record TargetObjectives(string Target, string Probe, TimeSpan Interval, ValueList<Objective> All)
{
    /// <summary>Goes up when rules are generated in another way, so that rules of an older version are told apart.</summary>
    private const int RulesVersion = 2;

    /// <summary>
    /// Fingerprint of everything that the rules of this target depend on, as 16 hexadecimal digits. The exporter publishes it and
    /// the rules carry it: where the two differ, the rules are of another configuration.
    /// </summary>
    public string Digest
    {
        get
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"{RulesVersion}\n{Target}\n{Probe}\n{Interval.Ticks}\n");
            foreach (var objective in All)
            {
                text.Append(CultureInfo.InvariantCulture, $"{objective.Name} {objective.Ratio}\n");
            }

            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
        }
    }

    /// <summary>Of every target that has objectives, sorted by name.</summary>
    public static IReadOnlyList<TargetObjectives> Of(IEnumerable<TargetConfig> targets) =>
        [.. targets.Select(Of).OfType<TargetObjectives>().OrderBy(static t => t.Target, StringComparer.Ordinal)];

    /// <summary>Null for a target without objectives.</summary>
    public static TargetObjectives? Of(TargetConfig target) =>
        target.Slo is { } slo && target.Probes.FirstOrDefault(p => p.Name == slo.Probe) is { } probe
            ? new TargetObjectives(target.Name, probe.Name, probe.Interval, new ValueList<Objective>(Objective.Of(slo)))
            : null;
}
