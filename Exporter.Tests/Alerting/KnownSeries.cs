using System.Text.RegularExpressions;
using Exporter.Tests.Support;

namespace Exporter.Tests.Alerting;

/// <summary>What the daemon publishes, with the values of closed label sets, from the golden exposition of the demo.</summary>
internal sealed partial class KnownSeries
{
    /// <summary>In the golden file: any value.</summary>
    private const string Any = "*";

    private readonly Dictionary<string, Dictionary<string, HashSet<string>>> labels = new(StringComparer.Ordinal);

    public static KnownSeries OfTheDemo()
    {
        var known = new KnownSeries();
        foreach (var line in File.ReadLines(Repository.PathOf("Exporter.Tests", "Fixtures", "Golden", "demo.masked.txt")).Where(l => !l.StartsWith('#')))
        {
            var series = Line.Match(line);
            var metric = known.Labels(series.Groups["name"].Value);
            foreach (Match label in Label.Matches(series.Groups["labels"].Value))
            {
                Values(metric, label.Groups["name"].Value).UnionWith(label.Groups["values"].Value.Split('|'));
            }

            Values(metric, "le").UnionWith(series.Groups["le"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        return known;
    }

    /// <summary>Adds what the demo cannot show.</summary>
    /// <param name="metric">Its name.</param>
    /// <param name="names">Names of its labels; any value is taken.</param>
    public void Add(string metric, params string[] names)
    {
        foreach (var name in names)
        {
            Values(Labels(metric), name).Add(Any);
        }
    }

    /// <summary>Adds values that a label of a known metric can have, and the demo does not show.</summary>
    public void AddValues(string metric, string label, params string[] values) => Values(Labels(metric), label).UnionWith(values);

    public bool Has(string metric) => labels.ContainsKey(metric);

    public bool Has(string metric, string label) => label is "job" or "instance" || labels[metric].TryGetValue(label, out var values) && values.Count > 0;

    public bool Has(string metric, string label, string value) =>
        label is "job" or "instance" || (labels[metric].TryGetValue(label, out var values) && (values.Contains(Any) || values.Contains(value)));

    private Dictionary<string, HashSet<string>> Labels(string metric) =>
        labels.TryGetValue(metric, out var found) ? found : labels[metric] = new(StringComparer.Ordinal);

    private static HashSet<string> Values(Dictionary<string, HashSet<string>> metric, string label) =>
        metric.TryGetValue(label, out var found) ? found : metric[label] = new(StringComparer.Ordinal);

    [GeneratedRegex(@"^(?<name>[a-zA-Z0-9_:]+)\{(?<labels>.*)\}( le (?<le>.*))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Line { get; }

    [GeneratedRegex("(?<name>[a-z_0-9]+)=\"(?<values>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Label { get; }
}
