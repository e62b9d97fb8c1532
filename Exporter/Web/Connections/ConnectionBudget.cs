using System.Globalization;

namespace Exporter.Web.Connections;

/// <summary>How many connections this process can afford: the runtime itself dies when file descriptors run out.</summary>
/// <remarks>Every loaded assembly holds two descriptors, so what is left over is known only while the process runs. Thread-safe.</remarks>
/// <param name="capacity">Most connections, however many descriptors are free.</param>
/// <param name="usable">Descriptors that may be in use, connections included; the rest of the limit is a reserve.</param>
/// <param name="inUse">Counts the descriptors in use; null where they cannot be counted.</param>
internal sealed class ConnectionBudget(int capacity, int usable, Func<int?> inUse, TimeProvider time)
{
    private const string Line = "Max open files";
    private const int UnknownLimit = 1024;
    private const int FewestCapacity = 8;
    private const int MostCapacity = 512;
    private const int SmallestReserve = 20;
    private const int LargestReserve = 128;

    /// <summary>Scraper, probe and operator each get in, however scarce descriptors are.</summary>
    private const int AlwaysAllowed = 4;

    private static readonly TimeSpan CountInterval = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private long? counted;
    private int others;

    public int Capacity => capacity;

    /// <summary>Descriptors that may be in use.</summary>
    public int Usable => usable;

    /// <summary>The budget under this process's limit of open files.</summary>
    /// <param name="capacity">Most connections; null means a quarter of the limit, between 8 and 512.</param>
    public static ConnectionBudget OfThisProcess(int? capacity, TimeProvider time) => Under(ReadLimits(), capacity, CountDescriptors, time);

    /// <param name="limits">Text of <c>/proc/self/limits</c>; empty where it could not be read.</param>
    internal static ConnectionBudget Under(string limits, int? capacity, Func<int?> inUse, TimeProvider time)
    {
        var limit = SoftLimit(limits);
        return new ConnectionBudget(
            capacity ?? Math.Clamp(limit / 4, FewestCapacity, MostCapacity),
            limit - Math.Clamp(limit / 10, SmallestReserve, LargestReserve),
            inUse,
            time);
    }

    /// <summary>How many connections there may be now.</summary>
    /// <param name="open">How many there are, all of which hold a descriptor.</param>
    public int Allowed(int open)
    {
        lock (gate)
        {
            if (counted is not { } last || time.GetElapsedTime(last) >= CountInterval)
            {
                counted = time.GetTimestamp();
                others = Math.Max(0, (inUse() ?? 0) - open);
            }

            return Math.Clamp(usable - others, Math.Min(AlwaysAllowed, capacity), capacity);
        }
    }

    private static int SoftLimit(string limits)
    {
        foreach (var line in limits.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(Line, StringComparison.Ordinal))
            {
                continue;
            }

            var rest = line[Line.Length..].TrimStart();
            var end = rest.IndexOf(' ');
            var soft = end < 0 ? rest : rest[..end];
            return soft is "unlimited" ? int.MaxValue
                : long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? (int)Math.Min(value, int.MaxValue)
                : UnknownLimit;
        }

        return UnknownLimit;
    }

    private static string ReadLimits()
    {
        try
        {
            return File.ReadAllText("/proc/self/limits");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static int? CountDescriptors()
    {
        try
        {
            return Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
