using System.Globalization;
using System.Text;

namespace Exporter.Tests.Slo.Reports;

/// <summary>Writes counters that were scraped once a minute, as OpenMetrics with times.</summary>
internal sealed class History(DateTimeOffset start, int minutes)
{
    private readonly SortedDictionary<string, StringBuilder> families = new(StringComparer.Ordinal);

    /// <summary>A counter that grows by so much in each minute; NaN means that it was not scraped then.</summary>
    public History Counter(string family, string series, Func<int, double> growth)
    {
        var total = 0.0;
        return Series(family, "counter", series, minute => growth(minute) is var more && double.IsNaN(more) ? more : total += more);
    }

    public History Gauge(string name, string series, Func<int, double> value) => Series(name, "gauge", series, value);

    public override string ToString() => string.Concat(families.Values) + "# EOF\n";

    private History Series(string family, string type, string series, Func<int, double> value)
    {
        if (!families.TryGetValue(family, out var text))
        {
            families.Add(family, text = new StringBuilder($"# TYPE {family} {type}\n"));
        }

        for (var minute = 0; minute < minutes; minute++)
        {
            var sample = value(minute);
            if (!double.IsNaN(sample))
            {
                text.Append(CultureInfo.InvariantCulture, $"{series} {sample} {start.ToUnixTimeSeconds() + (60 * minute)}\n");
            }
        }

        return this;
    }
}
