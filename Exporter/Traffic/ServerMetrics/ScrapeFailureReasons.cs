namespace Exporter.Traffic.ServerMetrics;

/// <summary>The words of label <c>reason</c>.</summary>
internal static class ScrapeFailureReasons
{
    public static string Label(this ScrapeFailureReason reason) => reason switch
    {
        ScrapeFailureReason.Timeout => "timeout",
        ScrapeFailureReason.Connection => "connection",
        ScrapeFailureReason.Tls => "tls",
        ScrapeFailureReason.Credentials => "credentials",
        ScrapeFailureReason.HttpStatus => "http_status",
        ScrapeFailureReason.TooLarge => "too_large",
        ScrapeFailureReason.NotMetrics => "not_metrics",
    };
}
