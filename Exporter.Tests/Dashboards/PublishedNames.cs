using System.Text.RegularExpressions;
using Exporter.Tests.Support;

namespace Exporter.Tests.Dashboards;

/// <summary>
/// Names that a panel may ask for: the demo's golden exposition with its labels and their values, and for what the demo lacks
/// the reference of the metrics and the labels named here.
/// </summary>
internal sealed partial class PublishedNames
{
    /// <summary>What Prometheus adds to every series.</summary>
    public static readonly string[] Scraped = ["job", "instance"];

    /// <summary>Families that the demo's golden exposition lacks, with their labels.</summary>
    private static readonly Dictionary<string, string[]> Elsewhere = new(StringComparer.Ordinal)
    {
        // Only some protocols tell.
        ["probe_server_duration_seconds"] = ["target", "probe", "phase"],
        // The demo asks no https.
        ["probe_tls_earliest_cert_expiry_seconds"] = ["target", "probe"],
        // Only while a probe runs; the golden file is taken between two.
        ["probe_in_flight_age_seconds"] = ["target", "probe"],
        // Only while something fails.
        ["modelhost_exporter_collector_failing"] = ["collector", "gpu", "reason"],
        // The demo's cases have no stored vectors.
        ["probe_quality_embedding_similarity"] = ["target", "probe"],
        // The demo's server writes no access log.
        ["target_http_requests_total"] = ["target", "method", "route", "status"],
        ["target_http_request_duration_seconds"] = ["target", "method", "route"],
        ["target_log_lines_total"] = ["target", "result"],
        ["target_log_lag_bytes"] = ["target"],
    };

    /// <summary>Labels that only some hardware has.</summary>
    private static readonly Dictionary<string, string[]> SomeHardware = new(StringComparer.Ordinal)
    {
        // A part that MIG cut off.
        ["hw_gpu_memory_"] = ["hw_parent"],
    };

    private readonly Dictionary<string, Dictionary<string, HashSet<string>>> golden = new(StringComparer.Ordinal);
    private readonly HashSet<string> documented;

    public PublishedNames()
    {
        foreach (var line in File.ReadLines(Repository.PathOf("Exporter.Tests", "Fixtures", "Golden", "demo.masked.txt")))
        {
            if (Series.Match(line) is { Success: true } series)
            {
                Add(series.Groups["name"].Value, series.Groups["labels"].Value);
            }
        }

        documented = [.. Documented.Matches(File.ReadAllText(Repository.PathOf("docs", "metrics.md"))).Select(m => m.Groups["name"].Value)];
    }

    /// <summary>What is wrong with a selector; empty where nothing.</summary>
    public IEnumerable<string> Complaints(PromqlSelector selector)
    {
        if (LabelsOf(selector.Metric) is not { } labels)
        {
            yield return $"{selector.Metric} is not published";
            yield break;
        }

        foreach (var (label, (op, value)) in selector.Matchers)
        {
            if (!labels.TryGetValue(label, out var values))
            {
                yield return $"{selector.Metric} has no label {label}";
            }
            else if (op == "=" && value.Length > 0 && values.Count > 0 && !values.Contains(value) && !values.Contains("*"))
            {
                yield return $"{selector.Metric} has no {label}=\"{value}\", only {string.Join(", ", values)}";
            }
        }
    }

    /// <summary>Labels of a metric with the values that the demo shows; no values where they are not known. Null where there is no such metric.</summary>
    public IReadOnlyDictionary<string, HashSet<string>>? LabelsOf(string metric)
    {
        var family = Suffix.Replace(metric, "");
        if (!golden.TryGetValue(metric, out var labels) && !golden.TryGetValue(family + "_count", out labels))
        {
            labels = (Elsewhere.GetValueOrDefault(metric) ?? Elsewhere.GetValueOrDefault(family)) is { } named && (documented.Contains(metric) || documented.Contains(family))
                ? named.ToDictionary(l => l, _ => new HashSet<string>(), StringComparer.Ordinal)
                : null;
        }

        if (labels is null)
        {
            return null;
        }

        var all = new Dictionary<string, HashSet<string>>(labels, StringComparer.Ordinal);
        foreach (var label in Scraped.Concat(SomeHardware.Where(s => metric.StartsWith(s.Key, StringComparison.Ordinal)).SelectMany(s => s.Value)).Append(metric.EndsWith("_bucket", StringComparison.Ordinal) ? "le" : "job"))
        {
            all.TryAdd(label, []);
        }

        return all;
    }

    private void Add(string name, string labels)
    {
        if (!golden.TryGetValue(name, out var known))
        {
            golden.Add(name, known = new(StringComparer.Ordinal));
        }

        foreach (var label in Label.Matches(labels).Select(m => m.Groups))
        {
            known.TryAdd(label["name"].Value, new(StringComparer.Ordinal));
            known[label["name"].Value].UnionWith(label["values"].Value.Split('|'));
        }
    }

    [GeneratedRegex(@"^(?<name>[a-z][a-z0-9_]*)\{(?<labels>[^}]*)\}")]
    private static partial Regex Series { get; }

    [GeneratedRegex(@"(?<name>[a-z_]+)=""(?<values>[^""]*)""")]
    private static partial Regex Label { get; }

    [GeneratedRegex(@"^\| `(?<name>[a-z0-9_]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Documented { get; }

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix { get; }
}
