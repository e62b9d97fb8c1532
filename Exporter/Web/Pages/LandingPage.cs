using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Exporter.Web.Pages;

/// <summary>The page at <c>/</c>: which program this is and where its pages are. One small document, nothing loaded from elsewhere.</summary>
internal sealed class LandingPage(LandingFacts facts, IReadOnlyList<Route> routes)
{
    public Task HandleAsync(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return Reply.BytesAsync(context, StatusCodes.Status200OK, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(Render()));
    }

    private string Render()
    {
        var targets = facts.TargetCount();
        var name = WebUtility.HtmlEncode(facts.Name);
        var links = string.Concat(routes.Where(r => r.Title is not null).Select(Link));
        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>{{name}}</title>
            <style>body { font-family: sans-serif; margin: 2em; line-height: 1.5 }</style>
            </head>
            <body>
            <h1>{{name}}</h1>
            <p>Version {{WebUtility.HtmlEncode(facts.Version)}}, {{targets.ToString(CultureInfo.InvariantCulture)}} {{(targets == 1 ? "target" : "targets")}} configured.</p>
            <ul>
            {{links}}</ul>
            {{Seen()}}
            </body>
            </html>

            """;
    }

    /// <summary>What could be a target, for who runs the daemon without any.</summary>
    private string Seen() => facts.Seen() is { Count: > 0 } seen
        ? $"<p>These servers run here and could be targets; <code>modelhost-exporter discover</code> prints a configuration for them:</p>\n<ul>\n{string.Concat(seen.Select(line => $"<li>{WebUtility.HtmlEncode(line)}</li>\n"))}</ul>"
        : "";

    private static string Link(Route route) =>
        $"<li><a href=\"{WebUtility.HtmlEncode(route.Path)}\">{WebUtility.HtmlEncode(route.Title)}</a> <code>{WebUtility.HtmlEncode(route.Path)}</code></li>\n";
}
