using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Exporter.Benchmarks.Harness;

namespace Exporter.Benchmarks.Soak;

/// <summary>What scrapes of a soak saw.</summary>
internal sealed partial class SoakWatch
{
    private readonly Dictionary<int, (string Value, long Since)> last = [];
    private readonly Dictionary<int, TimeSpan> longest = [];

    /// <summary>Of every scrape, in milliseconds.</summary>
    public List<double> Latencies { get; } = [];

    public void See(TimeSpan latency, string text)
    {
        Latencies.Add(latency.TotalMilliseconds);
        long now = Stopwatch.GetTimestamp();
        foreach (Match match in Advancing.Matches(text))
        {
            int card = int.Parse(match.Groups["gpu"].ValueSpan, CultureInfo.InvariantCulture);
            string value = match.Groups["value"].Value;
            (string Value, long Since) before = last.GetValueOrDefault(card, (value, now));
            TimeSpan stood = Stopwatch.GetElapsedTime(before.Since, now);
            longest[card] = stood > longest.GetValueOrDefault(card) ? stood : longest.GetValueOrDefault(card);
            last[card] = before.Value == value ? before : (value, now);
        }
    }

    public void Add(SoakWatch other)
    {
        Latencies.AddRange(other.Latencies);
        foreach ((int card, TimeSpan stood) in other.longest)
        {
            longest[card] = stood > longest.GetValueOrDefault(card) ? stood : longest.GetValueOrDefault(card);
        }
    }

    public double Quantile(double quantile) => Statistics.Quantile(Latencies, quantile);

    /// <summary>The longest time for which a card's series showed the same reading.</summary>
    public string Standstill(int card) => longest.TryGetValue(card, out TimeSpan stood) ? string.Create(CultureInfo.InvariantCulture, $"{stood.TotalSeconds:0.0} s") : "no series";

    [GeneratedRegex("""^hw_gpu_io_bytes_total\{(?=[^}]*link="pcie")(?=[^}]*direction="transmit")[^}]*?gpu="(?<gpu>\d+)"[^}]*\} (?<value>\S+)$""", RegexOptions.Multiline)]
    private static partial Regex Advancing { get; }
}
