using System.Globalization;

namespace Exporter.Benchmarks.Soak;

/// <summary>What the command line of a soak or a burst run may say.</summary>
/// <param name="Minutes">How long it is watched.</param>
/// <param name="HoldsLock">Whether the hung call holds a lock that every other call needs.</param>
/// <param name="IsHealthy">Whether nothing hangs at all: what the machine itself makes of the latencies.</param>
/// <param name="Daemon">Our executable.</param>
internal sealed record SoakArguments(int Minutes, bool HoldsLock, bool IsHealthy, string Daemon)
{
    public const string Usage = """
        soak    [--minutes 10] [--lock | --healthy] [--daemon FILE]     eight cards of the fake driver, one hung for good; --lock: and all others behind it; --healthy: none
        burst   [--minutes 3] [--daemon FILE]                           200 ms of work every second, as a real Prometheus sees it every 15 s
        """;

    /// <summary>Null where the arguments make no sense.</summary>
    public static SoakArguments? Parse(ReadOnlySpan<string> words, int defaultMinutes)
    {
        var parsed = new SoakArguments(defaultMinutes, false, false, Path.Combine(AppContext.BaseDirectory, "modelhost-exporter"));
        for (int i = 0; i < words.Length; i++)
        {
            string? value = i + 1 < words.Length ? words[i + 1] : null;
            switch (words[i])
            {
                case "--lock":
                    parsed = parsed with { HoldsLock = true };
                    continue;
                case "--healthy":
                    parsed = parsed with { IsHealthy = true };
                    continue;
                case "--minutes" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int minutes) && minutes > 0:
                    parsed = parsed with { Minutes = minutes };
                    break;
                case "--daemon" when value is not null:
                    parsed = parsed with { Daemon = Path.GetFullPath(value) };
                    break;
                default:
                    return null;
            }

            i++;
        }

        return parsed;
    }
}
