using System.Globalization;

namespace Exporter.Web;

/// <summary>How long a scrape may take: the client's time-out less what the network and the client need.</summary>
internal static class ScrapeDeadline
{
    public const string Header = "X-Prometheus-Scrape-Timeout-Seconds";

    private const double OffsetSeconds = 0.5;
    private const double LongestSeconds = 120;

    /// <param name="header">Seconds as a decimal number; anything else counts as no header.</param>
    /// <param name="byDefault">The time-out of a client that names none.</param>
    public static TimeSpan Choose(string header, TimeSpan byDefault)
    {
        var named = double.TryParse(header, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) && seconds > 0;
        var timeout = Math.Min(named ? seconds : byDefault.TotalSeconds, LongestSeconds);

        // A time-out that the offset would eat up is halved instead.
        return TimeSpan.FromSeconds(Math.Max(timeout - OffsetSeconds, timeout / 2));
    }
}
