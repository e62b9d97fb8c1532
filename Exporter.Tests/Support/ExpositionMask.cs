namespace Exporter.Tests.Support;

/// <summary>
/// An exposition without what differs from run to run and from host to host: a line for each family with its type and unit, a
/// line for its series with the values that each label takes, and with the boundaries of a histogram. What is left is the contract.
/// </summary>
internal static class ExpositionMask
{
    /// <summary>Labels whose content belongs to the host, the build or the ports of one run.</summary>
    private static readonly HashSet<string> HostLabels = new(StringComparer.Ordinal)
    {
        "system_device", "mountpoint", "network_interface_name", "digest", "version", "revision", "runtime", "url", "host_name", "service_version",
    };

    /// <summary>What some kernels and containers do not have; each line may be missing on one host and be there on another.</summary>
    private static readonly string[] OptionalFamilies =
        ["system_linux_pressure_", "system_linux_oom_", "system_disk_", "system_network_", "system_filesystem_", "system_paging_", "target_accept_queue_limit"];

    /// <summary>The masked lines of an OpenMetrics exposition, sorted by family.</summary>
    public static IReadOnlyList<string> Of(MetricSamples samples)
    {
        var families = samples.All.ToLookup(s => FamilyOf(s.Name, samples), StringComparer.Ordinal);
        var lines = new List<string>();
        foreach (var (family, type) in samples.Types.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            lines.Add($"# {family} {type} {samples.Units.GetValueOrDefault(family, "-")}");
            lines.AddRange(Lines(families[family], IsOptional(family)).Order(StringComparer.Ordinal));
        }

        return families[""].Any() ? throw new AssertionException($"Samples of no family: {string.Join(", ", families[""])}") : lines;
    }

    /// <summary>Whether a line may be missing on this host.</summary>
    public static bool IsOptional(string line) =>
        Array.Exists(OptionalFamilies, f => line.TrimStart('#', ' ').StartsWith(f, StringComparison.Ordinal));

    private static string FamilyOf(string name, MetricSamples samples) =>
        new[] { "", "_total", "_info", "_bucket", "_count", "_sum", "_created" }
            .Where(suffix => name.EndsWith(suffix, StringComparison.Ordinal))
            .Select(suffix => name[..^suffix.Length])
            .FirstOrDefault(samples.Types.ContainsKey, "");

    /// <summary>Series with the same labels and boundaries share a line, unless each of them may be missing by itself.</summary>
    private static IEnumerable<string> Lines(IEnumerable<MetricSample> family, bool eachAlone) =>
        family
            .GroupBy(WithoutBound, StringComparer.Ordinal)
            .Select(series => (Sample: series.First(), Bounds: string.Join(' ', series.Where(s => s.Labels.ContainsKey("le")).Select(s => s.Labels["le"]).Distinct())))
            .GroupBy(s => (s.Sample.Name, s.Bounds, eachAlone ? WithoutBound(s.Sample) : string.Join(',', Keys(s.Sample))))
            .Select(alike => $"{alike.Key.Name}{{{Labels([.. alike.Select(s => s.Sample)])}}}{(alike.Key.Bounds.Length == 0 ? "" : " le ")}{alike.Key.Bounds}");

    private static string Labels(IReadOnlyList<MetricSample> alike) =>
        string.Join(',', Keys(alike[0]).Select(key => $"{key}=\"{string.Join('|', alike.Select(s => Masked(key, s.Labels[key])).Distinct().Order(StringComparer.Ordinal))}\""));

    private static string WithoutBound(MetricSample sample) =>
        $"{sample.Name}{{{string.Join(',', Keys(sample).Select(key => $"{key}=\"{Masked(key, sample.Labels[key])}\""))}}}";

    private static IEnumerable<string> Keys(MetricSample sample) => sample.Labels.Keys.Where(k => k != "le").Order(StringComparer.Ordinal);

    private static string Masked(string key, string value) => HostLabels.Contains(key) ? "*" : value;
}
