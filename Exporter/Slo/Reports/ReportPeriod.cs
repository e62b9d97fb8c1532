using System.Globalization;

namespace Exporter.Slo.Reports;

/// <summary>The time that is reported on.</summary>
/// <param name="Start">In UTC.</param>
/// <param name="End">In UTC; not after now.</param>
/// <param name="Text">As it was asked for: <c>30d</c>, <c>2026-10</c>.</param>
/// <param name="IsNow">Whether it reaches to now, so that "now" means something.</param>
internal sealed record ReportPeriod(DateTimeOffset Start, DateTimeOffset End, string Text, bool IsNow)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(1);

    public TimeSpan Length => End - Start;

    /// <summary>A number of hours (h), days (d) or weeks (w) up to now; null where the text is none, or more than 400 days or less than one hour.</summary>
    public static ReportPeriod? OfWindow(string text, DateTimeOffset now)
    {
        var unit = text.Length > 1 ? text[^1] switch { 'h' => 1, 'd' => 24, 'w' => 7 * 24, _ => 0 } : 0;
        if (unit == 0 || !int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > (int)Longest.TotalHours)
        {
            return null;
        }

        var length = TimeSpan.FromHours((long)count * unit);
        return length < Shortest || length > Longest ? null : new ReportPeriod(now.ToUniversalTime() - length, now.ToUniversalTime(), text, true);
    }

    /// <summary>A calendar month in UTC, up to now where it is not over; null where the text is none or it has not been going for an hour.</summary>
    public static ReportPeriod? OfMonth(string text, DateTimeOffset now)
    {
        if (!DateTimeOffset.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var start))
        {
            return null;
        }

        var end = start.AddMonths(1);
        var isNow = end > now;
        var period = new ReportPeriod(start, isNow ? now.ToUniversalTime() : end, text, isNow);
        return period.Length < Shortest ? null : period;
    }
}
