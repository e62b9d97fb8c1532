using System.Globalization;
using Exporter.Exposition;
using Exporter.Exposition.Negotiation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Exporter.Web;

/// <summary>Answers a scrape within the client's own time-out.</summary>
internal sealed class ScrapeHandler(ScrapeSource metrics, WebServerLimits limits)
{
    private static readonly StringValues VaryByNegotiation = "Accept, Accept-Encoding";

    public async Task HandleAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        context.Response.Headers.Vary = VaryByNegotiation;
        var format = ContentNegotiation.Choose(headers.Accept.ToString());
        var gzip = ContentNegotiation.AcceptsGzip(headers.AcceptEncoding.ToString());
        var deadline = ScrapeDeadline.Choose(headers[ScrapeDeadline.Header].ToString(), limits.DefaultScrapeTimeout);
        var result = await metrics(format, gzip, deadline, context.RequestAborted);

        // Disposed after the bytes were handed over: their buffer serves other scrapes.
        using var body = result.Body;
        if (body is null)
        {
            await RefuseAsync(context, result.Failure, deadline);
            return;
        }

        context.Response.Headers.ContentEncoding = body.ContentEncoding;
        await Reply.BytesAsync(context, StatusCodes.Status200OK, body.ContentType, body.Bytes);
    }

    private static Task RefuseAsync(HttpContext context, ScrapeFailure failure, TimeSpan deadline) => failure switch
    {
        ScrapeFailure.DeadlineExceeded => Reply.TextAsync(
            context,
            StatusCodes.Status503ServiceUnavailable,
            string.Create(CultureInfo.InvariantCulture, $"The metrics could not be collected within {deadline.TotalSeconds:0.###} s.")),
        ScrapeFailure.Failed => Reply.TextAsync(context, StatusCodes.Status500InternalServerError, "The metrics could not be collected; the exporter's log says why."),
        ScrapeFailure.Stopped => Reply.TextAsync(context, StatusCodes.Status503ServiceUnavailable, "The exporter stops."),
    };
}
