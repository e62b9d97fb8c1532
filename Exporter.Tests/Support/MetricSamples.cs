using System.Globalization;
using System.Text;

namespace Exporter.Tests.Support;

/// <summary>
/// An exposition in the text format or in OpenMetrics, read line by line for assertions. Strict on purpose: a line it does not
/// understand is a failure of the test.
/// </summary>
internal sealed class MetricSamples
{
    private readonly List<MetricSample> samples = [];
    private readonly Dictionary<string, string> types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> units = new(StringComparer.Ordinal);

    private MetricSamples()
    {
    }

    public IReadOnlyList<MetricSample> All => samples;

    /// <summary>Family to type.</summary>
    public IReadOnlyDictionary<string, string> Types => types;

    /// <summary>Family to unit; OpenMetrics only.</summary>
    public IReadOnlyDictionary<string, string> Units => units;

    public static MetricSamples Parse(string exposition)
    {
        var parsed = new MetricSamples();
        foreach (var line in exposition.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith('#'))
            {
                parsed.Comment(line);
            }
            else
            {
                parsed.samples.Add(Sample(line));
            }
        }

        return parsed;
    }

    public IEnumerable<MetricSample> Of(string name, params (string Name, string Value)[] labels) =>
        samples.Where(s => s.Name == name && s.Has(labels));

    /// <summary>The value of the one series with this name and at least these labels; null where there is none.</summary>
    public double? Find(string name, params (string Name, string Value)[] labels)
    {
        var found = Of(name, labels).ToList();
        return found.Count <= 1
            ? found.FirstOrDefault()?.Value
            : throw new AssertionException($"{found.Count} series of {name} fit: {string.Join("; ", found)}");
    }

    /// <inheritdoc cref="Find"/>
    /// <exception cref="AssertionException">There is none.</exception>
    public double Value(string name, params (string Name, string Value)[] labels) =>
        Find(name, labels) ?? throw new AssertionException(
            $"No series {name}{{{string.Join(',', labels.Select(l => $"{l.Name}=\"{l.Value}\""))}}}; of that name: {string.Join("; ", Of(name))}");

    /// <summary>Every series that only ever grows, by name and labels: counters, and the buckets, sums and counts of histograms.</summary>
    public Dictionary<string, double> Monotonic() =>
        samples.Where(s => IsMonotonic(s.Name)).ToDictionary(s => s.Series, s => s.Value, StringComparer.Ordinal);

    private bool IsMonotonic(string name)
    {
        // The text format names a counter's family with its suffix, OpenMetrics without.
        var (stem, suffix) = name.LastIndexOf('_') is > 0 and var at ? (name[..at], name[at..]) : (name, "");
        return types.GetValueOrDefault(name) == "counter"
            || (suffix == "_total" && types.GetValueOrDefault(stem) == "counter")
            || (suffix is "_bucket" or "_count" or "_sum" && types.GetValueOrDefault(stem) == "histogram");
    }

    private void Comment(string line)
    {
        switch (line.Split(' ', 4))
        {
            case ["#", "TYPE", var family, var type]:
                types.Add(family, type);
                break;
            case ["#", "UNIT", var family, var unit]:
                units.Add(family, unit);
                break;
            case ["#", "HELP", ..] or ["#", "EOF"]:
                break;
            default:
                throw new FormatException($"Not a comment of an exposition: {line}");
        }
    }

    private static MetricSample Sample(string line)
    {
        var nameEnd = line.AsSpan().IndexOfAny('{', ' ');
        if (nameEnd <= 0)
        {
            throw new FormatException($"Not a sample: {line}");
        }

        var at = nameEnd;
        var labels = line[at] == '{' ? Labels(line, ref at) : [];
        var rest = line[at..].TrimStart().Split(' ', 2);
        return new MetricSample(line[..nameEnd], labels, Number(rest[0]));
    }

    /// <param name="at">On the opening brace; afterwards behind the closing one.</param>
    private static Dictionary<string, string> Labels(string line, ref int at)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        at++;
        while (line[at] != '}')
        {
            var equals = line.IndexOf("=\"", at, StringComparison.Ordinal);
            var name = line[at..equals];
            at = equals + 2;
            labels.Add(name, QuotedText(line, ref at));
            if (line[at] == ',')
            {
                at++;
            }
        }

        at++;
        return labels;
    }

    /// <param name="at">On the first character; afterwards behind the closing quote.</param>
    private static string QuotedText(string line, ref int at)
    {
        var text = new StringBuilder();
        for (; line[at] != '"'; at++)
        {
            if (line[at] != '\\')
            {
                text.Append(line[at]);
                continue;
            }

            at++;
            text.Append(line[at] == 'n' ? '\n' : line[at]);
        }

        at++;
        return text.ToString();
    }

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
