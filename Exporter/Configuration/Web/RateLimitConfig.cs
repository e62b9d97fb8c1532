namespace Exporter.Configuration.Web;

/// <summary>Section <c>rate_limit</c>: a bucket of <paramref name="Burst"/> requests that gains one every <paramref name="Interval"/>; an empty bucket answers 429.</summary>
/// <param name="Interval">Greater than zero; the schema's 0 means no limit and becomes no record.</param>
/// <param name="Burst">At least 1.</param>
internal sealed record RateLimitConfig(TimeSpan Interval, int Burst);
