using System.Text.RegularExpressions;
using Exporter.Tests.Support;

namespace Exporter.Tests.Documentation;

/// <summary>A document that names a metric or a page that is not there sends its reader astray.</summary>
internal sealed partial class DocumentedNamesTests
{
    private static IEnumerable<string> Documents =>
        Directory.GetFiles(Repository.PathOf("docs"), "*.md")
            .Concat(Directory.GetFiles(Repository.PathOf("alert-rules", "runbooks"), "*.md"))
            .Concat([Repository.PathOf("README.md"), Repository.PathOf("CONTRIBUTING.md"), Repository.PathOf("CHANGELOG.md")])
            .Select(f => Path.GetRelativePath(Repository.Root, f));

    /// <summary>In a document on purpose although nobody publishes it; those of probes are blackbox_exporter's.</summary>
    private static readonly string[] Rejected = ["system_cpu_logical_count", "probe_dns_lookup_time_seconds", "probe_ssl_earliest_cert_expiry", "probe_failed_due_to_regex"];

    [TestCaseSource(nameof(Documents))]
    public void Every_metric_named_is_published(string document)
    {
        var published = PublishedSeries.All.Metrics
            .Concat(PublishedSeries.All.Metrics.Select(m => Suffix.Replace(m, "")))
            .Concat(PublishedSeries.All.Metrics.SelectMany(m => PublishedSeries.All.LabelsOf(m).Keys))
            .Concat(PublishedSeries.All.Metrics.SelectMany(m => PublishedSeries.All.LabelsOf(m).Values.SelectMany(v => v)))
            .Concat(Rejected)
            .ToHashSet(StringComparer.Ordinal);
        var named = Metric.Matches(File.ReadAllText(Repository.PathOf(document))).Select(m => m.Groups["name"].Value);

        Assert.That(named.Where(n => !published.Contains(n)).Distinct(), Is.Empty);
    }

    [TestCaseSource(nameof(Documents))]
    public void Every_page_linked_to_is_there(string document)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(document))!;
        var links = Link.Matches(File.ReadAllText(Repository.PathOf(document))).Select(m => m.Groups["path"].Value).Where(p => p.Length > 0 && !p.Contains("://", StringComparison.Ordinal));

        Assert.That(links.Where(p => !Path.Exists(Path.Combine(folder, p))), Is.Empty);
    }

    /// <summary>In backticks and whole: <c>hw_*</c> and <c>…_up</c> are kinds of names, file names and paths are others.</summary>
    [GeneratedRegex(@"`(?<name>(hw|probe|target|system|slo|modelhost_exporter|process|gen_ai)_[a-z0-9_]*[a-z0-9])(?=[`{\[ ])", RegexOptions.ExplicitCapture)]
    private static partial Regex Metric { get; }

    [GeneratedRegex(@"\]\((?<path>[^)#]*)(#[^)]*)?\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link { get; }

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Suffix { get; }
}
