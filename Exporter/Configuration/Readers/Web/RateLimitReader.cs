using Exporter.Configuration.Scalars;
using Exporter.Configuration.Web;

namespace Exporter.Configuration.Readers.Web;

/// <summary>Reads <c>rate_limit</c>.</summary>
internal static class RateLimitReader
{
    public static readonly SectionKeys Keys = new("rate_limit", "interval", "burst");

    private static readonly Func<string, Parsed<TimeSpan>> Interval = Durations.Between(TimeSpan.Zero, TimeSpan.FromHours(1));
    private static readonly Func<string, Parsed<int>> Burst = Numbers.WholeBetween(1, 100_000);

    /// <summary>Null where the section is absent or its interval is 0, which means no limit.</summary>
    public static RateLimitConfig? Read(Section? limit)
    {
        if (limit is null)
        {
            return null;
        }

        var interval = limit.ReadRequired("interval", Interval, TimeSpan.Zero);
        var burst = limit.Read("burst", Burst, 1);
        return interval == TimeSpan.Zero ? null : new RateLimitConfig(interval, burst);
    }
}
