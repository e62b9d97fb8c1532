using System.Globalization;
using Exporter.Benchmarks.Harness;

namespace Exporter.Benchmarks.Scrape;

/// <summary>The medians of the rounds, one column a program; behind a peer's figure stands its ratio to our first column.</summary>
internal static class ScrapeReport
{
    private const double Mebibyte = 1024 * 1024;

    /// <param name="programs">Every program with what its rounds found.</param>
    /// <param name="restingCpu">CPU in milliseconds a second of those that were also watched at rest, by name.</param>
    public static string Render(
        IReadOnlyList<(string Name, List<ScrapeMeasurement> Rounds)> programs, IReadOnlyDictionary<string, double> restingCpu)
    {
        var table = new MarkdownTable(["", .. programs.Select(p => p.Name)]);
        Row(table, programs, "series", "0", m => m.Series, ratio: false);
        Row(table, programs, "plain answer, KB", "0.0", m => m.PlainBytes / 1000.0, ratio: false);
        Row(table, programs, "gzipped answer, KB", "0.0", m => m.GzippedBytes / 1000.0, ratio: false);
        Row(table, programs, "gzip shrinks by", "0.0", m => (double)m.PlainBytes / m.GzippedBytes, ratio: false);
        Row(table, programs, "plain p50, ms", "0.00", m => m.PlainP50Milliseconds);
        Row(table, programs, "plain p99, ms", "0.00", m => m.PlainP99Milliseconds);
        Row(table, programs, "gzipped p50, ms", "0.00", m => m.GzippedP50Milliseconds);
        Row(table, programs, "gzipped p99, ms", "0.00", m => m.GzippedP99Milliseconds);
        Row(table, programs, "CPU a plain scrape, ms", "0.00", m => m.PlainCpuMilliseconds);
        Row(table, programs, "CPU a gzipped scrape, ms", "0.00", m => m.GzippedCpuMilliseconds);
        Row(table, programs, "CPU a series, plain, µs", "0.00", m => m.PlainCpuMilliseconds * 1000 / m.Series);
        Row(table, programs, "allocated a plain scrape, KB", "0.0", m => m.PlainAllocatedBytes / 1000.0);
        Row(table, programs, "allocated a gzipped scrape, KB", "0.0", m => m.GzippedAllocatedBytes / 1000.0);
        Row(table, programs, "resident after the first scrape, MiB", "0.0", m => m.ResidentBytesFirst / Mebibyte);
        Row(table, programs, "resident after 1,000 scrapes, MiB", "0.0", m => m.ResidentBytesLast / Mebibyte);
        Row(table, programs, "of it not backed by files, MiB", "0.0", m => m.OwnBytesLast / Mebibyte);
        table.Add([
            "CPU at rest, ms a second",
            .. programs.Select(p => restingCpu.TryGetValue(p.Name, out double cpu) ? cpu.ToString("0.0", CultureInfo.InvariantCulture) : "-"),
        ]);
        return table.ToString();
    }

    private static void Row(
        MarkdownTable table,
        IReadOnlyList<(string Name, List<ScrapeMeasurement> Rounds)> programs,
        string name,
        string format,
        Func<ScrapeMeasurement, double?> value,
        bool ratio = true)
    {
        double? first = null;
        List<string> cells = [name];
        foreach ((_, List<ScrapeMeasurement> rounds) in programs)
        {
            double[] values = [.. rounds.Select(value).OfType<double>()];
            if (values.Length == 0)
            {
                cells.Add("-");
                continue;
            }

            double median = Statistics.Median(values);
            string text = median.ToString(format, CultureInfo.InvariantCulture);
            cells.Add(ratio && first is > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{text} ({median / first:0.00}×)")
                : text);
            first ??= median;
        }

        table.Add([.. cells]);
    }
}
