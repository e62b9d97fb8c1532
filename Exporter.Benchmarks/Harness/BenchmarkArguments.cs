using System.Globalization;

namespace Exporter.Benchmarks.Harness;

/// <summary>What the command line of a side-by-side run may say.</summary>
/// <param name="Rounds">How often every program is measured; the medians of the rounds are printed.</param>
/// <param name="Series">About how many series our daemon shall publish.</param>
/// <param name="Seconds">Length of one measured window of the probe comparison.</param>
/// <param name="Pin">Programs run on the first core alone and the client on the second.</param>
/// <param name="Only">Measures the programs alone whose column holds this text; empty means all.</param>
/// <param name="Daemon">Our executable; the one built beside this one by default.</param>
internal sealed record BenchmarkArguments(int Rounds, int Series, int Seconds, bool Pin, string Only, string Daemon)
{
    public const string Usage = """
        scrape  [--rounds 5] [--series 1000] [--pin] [--only TEXT] [--daemon FILE]   latency, size, CPU, memory of scrapes beside other exporters
        probe   [--rounds 3] [--seconds 20]  [--pin] [--daemon FILE]   CPU of one plain HTTP probe beside blackbox_exporter
        pace    [--rounds 1] [--seconds 60]  [--pin] [--daemon FILE]   200 probes a second: ticks missed, delay, CPU beside blackbox_exporter
        accuracy                                                       times of a streaming probe against the server's own clock
        micro   [BenchmarkDotNet's arguments]                          writers, pipeline, configuration, stream reader
        """;

    /// <summary>Null where the arguments make no sense; why stands in <paramref name="error"/>.</summary>
    public static BenchmarkArguments? Parse(ReadOnlySpan<string> words, int defaultRounds, int defaultSeconds, out string? error)
    {
        var parsed = new BenchmarkArguments(
            defaultRounds, 1000, defaultSeconds, false, "", Path.Combine(AppContext.BaseDirectory, "modelhost-exporter"));
        error = null;
        for (int i = 0; i < words.Length && error is null; i++)
        {
            string? value = i + 1 < words.Length ? words[i + 1] : null;
            switch (words[i])
            {
                case "--pin":
                    parsed = parsed with { Pin = true };
                    continue;
                case "--rounds":
                    parsed = parsed with { Rounds = Positive(words[i], value, ref error) };
                    break;
                case "--series":
                    parsed = parsed with { Series = Positive(words[i], value, ref error) };
                    break;
                case "--seconds":
                    parsed = parsed with { Seconds = Positive(words[i], value, ref error) };
                    break;
                case "--only" when value is not null:
                    parsed = parsed with { Only = value };
                    break;
                case "--daemon" when value is not null:
                    parsed = parsed with { Daemon = Path.GetFullPath(value) };
                    break;
                default:
                    error = $"unknown or incomplete: {words[i]}";
                    break;
            }

            i++;
        }

        return error is null ? parsed : null;
    }

    private static int Positive(string flag, string? value, ref string? error)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0)
        {
            return number;
        }

        error = $"{flag} needs a positive whole number";
        return 0;
    }
}
