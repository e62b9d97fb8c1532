using System.Text;

namespace Exporter.Scheduling;

/// <summary>Spreads the first ticks of many jobs, so that they do not all run at the same instant for ever after.</summary>
internal static class Stagger
{
    /// <summary>No job waits longer than this for its first tick, however long its interval.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    /// <summary>A delay in [0, min(interval, <see cref="Longest"/>)) that depends on the key alone: it is the same after every restart.</summary>
    public static TimeSpan FirstDelay(string key, TimeSpan interval)
    {
        var span = interval < Longest ? interval : Longest;
        return TimeSpan.FromTicks((long)(Fnv1A(key) / (uint.MaxValue + 1.0) * span.Ticks));
    }

    private static uint Fnv1A(string key)
    {
        var hash = 2166136261u;
        foreach (var octet in Encoding.UTF8.GetBytes(key))
        {
            hash = (hash ^ octet) * 16777619u;
        }

        // FNV-1a leaves the high bits of short keys alike; one round of mixing spreads them.
        hash ^= hash >> 16;
        hash *= 0x85EBCA6B;
        return hash ^ (hash >> 13);
    }
}
