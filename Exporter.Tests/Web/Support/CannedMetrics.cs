using Exporter.Web;

namespace Exporter.Tests.Web.Support;

/// <summary>Metrics whose bytes, delay and failure the test decides; remembers what was asked.</summary>
internal sealed class CannedMetrics : IMetricsSource
{
    public const string Text = "# TYPE up gauge\nup 1.0\n";

    public Func<CancellationToken, ValueTask<MetricsBody?>> Answer { get; set; } =
        _ => ValueTask.FromResult<MetricsBody?>(new MetricsBody(System.Text.Encoding.UTF8.GetBytes(Text), "text/plain; version=0.0.4; charset=utf-8", IsGzip: false));

    public string? LastAccept { get; private set; }

    public bool? LastGzip { get; private set; }

    public TimeSpan? LastDeadline { get; private set; }

    public ValueTask<MetricsBody?> ScrapeAsync(string accept, bool gzip, TimeSpan deadline, CancellationToken cancellationToken)
    {
        (LastAccept, LastGzip, LastDeadline) = (accept, gzip, deadline);
        return Answer(cancellationToken);
    }
}
