using System.Globalization;
using System.Text.RegularExpressions;

namespace Exporter.Tests.Alerting;

/// <summary>
/// The shipped rules in fast motion, for tests with real servers that scrape and probe every second and not every fifteen: every
/// <c>for</c>, <c>keep_firing_for</c>, window and offset is divided by fifteen, but is four seconds at least. Expressions, labels and
/// texts stay; so do limits that compare times (<c>time() - … &lt; 900</c>).
/// </summary>
internal static partial class TimeLapse
{
    private const double Factor = 15;
    private const double Least = 4;

    public static string Of(string rules) => Duration.Replace(rules, m => m.Groups["before"].Value + Shortened(m.Groups["duration"].Value));

    private static string Shortened(string duration)
    {
        var unit = duration[^1] switch { 's' => 1.0, 'm' => 60, 'h' => 3600, 'd' => 86400, var other => throw new FormatException($"no unit: {other}") };
        var seconds = double.Parse(duration[..^1], CultureInfo.InvariantCulture) * unit / Factor;
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(Least, Math.Round(seconds))}s");
    }

    [GeneratedRegex(@"(?<before>\bfor: |keep_firing_for: |\[|offset )(?<duration>[0-9]+[smhd])\b", RegexOptions.ExplicitCapture)]
    private static partial Regex Duration { get; }
}
