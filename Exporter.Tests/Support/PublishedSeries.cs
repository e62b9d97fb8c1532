using System.Text.RegularExpressions;
using Exporter.Configuration.Probes;
using Exporter.Probes.Quality;
using Exporter.Traffic.ServerMetrics;

namespace Exporter.Tests.Support;

/// <summary>
/// Every series that the daemon can publish, with the values of closed label sets: from the golden expositions of the demo and of
/// the fake cards, and from a table for what neither can show. What rules, dashboards and documents may name.
/// </summary>
internal sealed partial class PublishedSeries
{
    /// <summary>Any value: the label's set is open, or is not told here.</summary>
    public const string Any = "*";

    /// <summary>Labels whose values are names, numbers and versions of what is observed.</summary>
    private static readonly HashSet<string> Open = new(StringComparer.Ordinal)
    {
        "target", "probe", "gpu", "hw_id", "hw_parent", "gpu_instance", "compute_instance", "fan", "xid", "process", "model", "server", "version",
        "architecture", "compute_capability", "hw_driver_version", "hw_firmware_version", "hw_model", "hw_serial_number", "hw_vendor", "pci_bus_id",
        "interval", "timeout", "class", "query_kind", "cases", "sha256", "slo", "metric", "mig_profile",
    };

    private readonly Dictionary<string, Dictionary<string, HashSet<string>>> series = new(StringComparer.Ordinal);

    private PublishedSeries()
    {
        var golden = Repository.PathOf("Exporter.Tests", "Fixtures", "Golden");
        foreach (var line in Directory.GetFiles(Path.Combine(golden, "gpu"), "*.txt").Append(Path.Combine(golden, "demo.masked.txt")).SelectMany(File.ReadLines))
        {
            AddLine(line);
        }

        foreach (var (metric, labels) in Beyond())
        {
            foreach (var (label, values) in labels)
            {
                ValuesOf(metric, label).UnionWith(values.Split('|'));
            }
        }
    }

    public static PublishedSeries All { get; } = new();

    public IEnumerable<string> Metrics => series.Keys;

    public bool Has(string metric) => series.ContainsKey(metric);

    /// <summary>Prometheus itself adds job and instance.</summary>
    public bool Has(string metric, string label) => label is "job" or "instance" || LabelsOf(metric).ContainsKey(label);

    /// <param name="value">Empty stands for a series without the label.</param>
    public bool Has(string metric, string label, string value) =>
        Has(metric, label) && (label is "job" or "instance" || value.Length == 0 || LabelsOf(metric)[label].Contains(Any) || LabelsOf(metric)[label].Contains(value));

    /// <returns>Labels with their values; none where the metric is not published.</returns>
    public IReadOnlyDictionary<string, HashSet<string>> LabelsOf(string metric) => series.GetValueOrDefault(metric) ?? [];

    /// <summary>What no golden exposition shows: the metric, its labels, and their values.</summary>
    private static IEnumerable<(string Metric, (string Label, string Values)[] Labels)> Beyond()
    {
        (string, string)[] target = [("target", Any)];
        (string, string)[] probe = [("target", Any), ("probe", Any)];
        (string, string)[] card = [("gpu", Any), ("hw_id", Any)];

        // Nothing fails, and no Xid error comes, in the demo; nothing reads the kernel's log.
        yield return ("modelhost_exporter_collector_failing", [("collector", "gpu|host|kernel_log|processes|sockets"), ("gpu", Any), ("reason", Any)]);
        foreach (var suffix in (string[])["up", "overdue", "duration_seconds", "last_success_time_seconds"])
        {
            yield return ($"modelhost_exporter_collector_{suffix}", [("collector", "kernel_log")]);
        }

        yield return ("hw_gpu_xid_errors_total", [("severity", "warning|unclassified")]);
        yield return ("hw_gpu_xid_last_time_seconds", [.. card, ("xid", Any)]);

        // Only some protocols tell; the demo's model server speaks HTTP without TLS.
        yield return ("probe_http_duration_seconds", [("phase", "tls")]);
        yield return ("probe_tls_earliest_cert_expiry_seconds", probe);
        yield return ("probe_queue_rank", probe);
        yield return ("probe_info", [("type", Names(Enum.GetValues<ProbeType>().Select(ProbeTypeNames.NameOf)))]);
        foreach (var row in Histogram("probe_server_duration_seconds", Any, [.. probe, ("phase", "queue|prefill|decode|inference|load")])
            .Concat(Histogram("probe_time_per_output_token_seconds", "", [("token_count_source", "chunks")])))
        {
            yield return row;
        }

        // The demo's cases have labels, rankings and scores, but no other expectations and no stored vectors.
        yield return ("probe_quality_assertions_total", [("assertion", Names(Enum.GetValues<AssertionKind>().Select(AssertionKinds.NameOf)))]);
        foreach (var row in Histogram("probe_quality_embedding_similarity", Any, probe))
        {
            yield return row;
        }

        // Off by default.
        (string, string)[] genAi = [.. probe, ("gen_ai_operation_name", "chat|embeddings|rerank|text_completion"), ("gen_ai_provider_name", "ollama|openai|text-embeddings-inference|text-generation-inference"), ("gen_ai_request_model", Any)];
        foreach (var row in Histogram("gen_ai_client_operation_duration_seconds", Any, [.. genAi, ("error_type", Any)])
            .Concat(Histogram("gen_ai_client_operation_time_to_first_chunk_seconds", Any, genAi))
            .Concat(Histogram("gen_ai_client_operation_time_per_output_chunk_seconds", Any, genAi)))
        {
            yield return row;
        }

        // Only while a probe runs; the golden file is taken between two.
        yield return ("probe_in_flight_age_seconds", probe);

        // Only some servers tell.
        yield return ("target_tokens_total", [("token_type", "cached")]);

        // Only once the server was seen to load, and only while its metrics cannot be read.
        yield return ("target_load_time_seconds", target);
        yield return ("target_metrics_failing", [.. target, ("reason", Names(Enum.GetValues<ScrapeFailureReason>().Select(r => r.Label())))]);

        // The demo's model server writes no access log.
        yield return ("target_http_requests_total", [.. target, ("method", Any), ("route", Any), ("status", Any)]);
        yield return ("target_log_lines_total", [.. target, ("result", "matched|own_probe|too_long|unmatched")]);
        yield return ("target_log_lag_bytes", target);
        yield return ("target_log_rotations_total", target);
        yield return ("target_log_truncations_total", target);
        foreach (var row in Histogram("target_http_request_duration_seconds", Any, [.. target, ("method", Any), ("route", Any)]))
        {
            yield return row;
        }
    }

    private static string Names(IEnumerable<string> values) => string.Join('|', values);

    /// <param name="bounds">Texts of <c>le</c>; empty where the golden exposition has them.</param>
    private static IEnumerable<(string Metric, (string Label, string Values)[] Labels)> Histogram(string family, string bounds, (string, string)[] labels)
    {
        yield return ($"{family}_bucket", bounds.Length == 0 ? labels : [.. labels, ("le", bounds)]);
        yield return ($"{family}_sum", labels);
        yield return ($"{family}_count", labels);
    }

    private void AddLine(string line)
    {
        if (Line.Match(line) is not { Success: true } found)
        {
            return;
        }

        var metric = found.Groups["name"].Value;
        series.TryAdd(metric, new(StringComparer.Ordinal));
        foreach (Match label in Label.Matches(found.Groups["labels"].Value))
        {
            ValuesOf(metric, label.Groups["name"].Value).UnionWith(label.Groups["values"].Value.Split('|'));
        }

        if (found.Groups["le"].Success)
        {
            ValuesOf(metric, "le").UnionWith(found.Groups["le"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    private HashSet<string> ValuesOf(string metric, string label)
    {
        series.TryAdd(metric, new(StringComparer.Ordinal));
        if (!series[metric].TryGetValue(label, out var values))
        {
            series[metric].Add(label, values = new(Open.Contains(label) ? [Any] : [], StringComparer.Ordinal));
        }

        return values;
    }

    [GeneratedRegex(@"^(?<name>[a-zA-Z0-9_:]+)\{(?<labels>.*)\}( le (?<le>.*))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Line { get; }

    [GeneratedRegex("(?<name>[a-z_0-9]+)=\"(?<values>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Label { get; }
}
