using System.Diagnostics;

namespace Exporter.Benchmarks.Pace;

/// <summary>When the probes of each target came, and how far that is from a grid of fixed ticks.</summary>
/// <param name="all">Timestamps by path, in the order of their coming.</param>
/// <param name="interval">Between two ticks.</param>
internal sealed class Arrivals(IReadOnlyDictionary<string, IReadOnlyList<long>> all, TimeSpan interval)
{
    public int Count => all.Values.Sum(static one => one.Count);

    /// <summary>Ticks between the first and the last probe of a target at which none came; of a target that came never, nothing is known.</summary>
    public int Missed => all.Values.Sum(Missing);

    /// <summary>
    /// How late each probe was against the earliest one of its target: the schedule's delay, and with it that of the
    /// connection and of this server, so never less than the truth.
    /// </summary>
    public IReadOnlyList<double> DelaysMilliseconds => [.. all.Values.SelectMany(DelaysOf)];

    private int Missing(IReadOnlyList<long> times) => times.Count == 0 ? 0 : TickOf(times[^1], times[0]) + 1 - times.Count;

    private IEnumerable<double> DelaysOf(IReadOnlyList<long> times)
    {
        double[] offsets = [.. times.Select(time => (Stopwatch.GetElapsedTime(times[0], time) - (TickOf(time, times[0]) * interval)).TotalMilliseconds)];
        // Where the very first was late, others seem early: the earliest one is the grid.
        double earliest = offsets.Min();
        return offsets.Select(offset => offset - earliest);
    }

    private int TickOf(long time, long first) => (int)Math.Round(Stopwatch.GetElapsedTime(first, time) / interval);
}
