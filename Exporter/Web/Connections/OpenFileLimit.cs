using System.Globalization;

namespace Exporter.Web.Connections;

/// <summary>How many connections this process can afford: the runtime itself dies when file descriptors run out.</summary>
internal static class OpenFileLimit
{
    private const string Line = "Max open files";
    private const int Fewest = 8;
    private const int Most = 512;
    private const int UnknownLimit = 1024;

    /// <summary>A quarter of the limit of open files, between 8 and 512: the rest is for probes, /proc, the driver and the runtime.</summary>
    public static int Connections() => Connections(ReadLimits());

    /// <param name="limits">Text of <c>/proc/self/limits</c>; empty where it could not be read.</param>
    internal static int Connections(string limits) => Math.Clamp(SoftLimit(limits) / 4, Fewest, Most);

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
}
