using Exporter.Exposition;
using Exporter.Exposition.Negotiation;
using Exporter.Web;

namespace Exporter.Hosting;

/// <summary>The web face's metrics come from the pipeline.</summary>
internal sealed class PipelineMetrics(MetricsPipeline pipeline) : IMetricsSource
{
    public async ValueTask<MetricsBody?> ScrapeAsync(string accept, bool gzip, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var body = (await pipeline.ScrapeAsync(ContentNegotiation.Choose(accept), gzip, deadline, cancellationToken)).Body;
        return body is null ? null : new MetricsBody(body.Bytes.ToArray(), body.ContentType, body.IsGzipped);
    }
}
