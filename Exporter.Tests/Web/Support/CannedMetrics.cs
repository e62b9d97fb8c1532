using Exporter.Exposition;
using Exporter.Exposition.Formats;
using Exporter.Exposition.Negotiation;
using Exporter.Exposition.Scraping;

namespace Exporter.Tests.Web.Support;

/// <summary>Metrics whose bytes, delay and failure the test decides; remembers what was asked.</summary>
internal sealed class CannedMetrics
{
    public const string Text = "# TYPE up gauge\nup 1.0\n";

    public Func<CancellationToken, ValueTask<ScrapeResult>> Answer { get; set; } = _ => Body(System.Text.Encoding.UTF8.GetBytes(Text));

    public ExpositionFormat? LastFormat { get; private set; }

    public bool? LastGzip { get; private set; }

    public TimeSpan? LastDeadline { get; private set; }

    public ValueTask<ScrapeResult> ScrapeAsync(ExpositionFormat format, bool gzip, TimeSpan deadline, CancellationToken cancellationToken)
    {
        (LastFormat, LastGzip, LastDeadline) = (format, gzip, deadline);
        return Answer(cancellationToken);
    }

    public static ValueTask<ScrapeResult> Body(byte[] bytes, bool isGzipped = false)
    {
        var buffer = new Utf8Buffer(bytes.Length);
        buffer.Append(bytes);
        return ValueTask.FromResult(new ScrapeResult(new ExpositionBody(new SharedBody(buffer, new BufferPool()), ExpositionFormat.Text, isGzipped)));
    }
}
