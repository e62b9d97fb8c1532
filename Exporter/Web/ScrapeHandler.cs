using System.Globalization;
using Exporter.Exposition.Negotiation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Exporter.Web;

/// <summary>Answers a scrape within the client's own time-out.</summary>
internal sealed class ScrapeHandler(IMetricsSource metrics, WebServerLimits limits)
{
    private static readonly StringValues VaryByNegotiation = "Accept, Accept-Encoding";

    public async Task HandleAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        context.Response.Headers.Vary = VaryByNegotiation;
        var deadline = ScrapeDeadline.Choose(headers[ScrapeDeadline.Header].ToString(), limits.DefaultScrapeTimeout);
        var body = await metrics.ScrapeAsync(headers.Accept.ToString(), ContentNegotiation.AcceptsGzip(headers.AcceptEncoding.ToString()), deadline, context.RequestAborted);
        if (body is null)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"The metrics could not be collected within {deadline.TotalSeconds:0.###} s.");
            await Reply.TextAsync(context, StatusCodes.Status503ServiceUnavailable, text);
            return;
        }

        if (body.IsGzip)
        {
            context.Response.Headers.ContentEncoding = "gzip";
        }

        await Reply.BytesAsync(context, StatusCodes.Status200OK, body.ContentType, body.Bytes);
    }
}
