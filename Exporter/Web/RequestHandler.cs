using System.Globalization;
using Exporter.Web.Authentication;
using Exporter.Web.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Exporter.Web;

/// <summary>Every request comes through here: limits, authentication, route, and the net under a handler's bug.</summary>
internal sealed class RequestHandler(RouteTable routes, WebEndpoints endpoints, LiveWebPolicy policies, WebServerLimits limits, ILogger logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var connection = context.Features.Get<TrackedConnection>();
        connection?.BeginRequest();
        try
        {
            await GuardAsync(context);
        }
        finally
        {
            connection?.EndRequest();
        }
    }

    private async Task GuardAsync(HttpContext context)
    {
        try
        {
            await AdmitAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away; nobody reads an answer.
        }
        catch (BadHttpRequestException)
        {
            // The client's mistake, found while its request was read; Kestrel knows the status and answers.
            throw;
        }
#pragma warning disable CA1031 // The request handler is one of the two places where a bug must not end the daemon.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            // Only the path of a known route is logged: the rest of the request is the client's to write.
            Log.RequestFailed(logger, bug, context.Request.Method, routes.Find(PathOf(context))?.Path ?? "(no route)");
            await AnswerBugAsync(context);
        }
    }

    private async Task AdmitAsync(HttpContext context)
    {
        var policy = policies.Current;
        policy.AddHeaders(context.Response.Headers);
        if (policy.RateLimit?.TryTake() == false)
        {
            await RefuseForNowAsync(context, "Too many requests; the rate limit of the web configuration is used up.");
            return;
        }

        switch (await policy.Authenticator.CheckAsync(context.Request.Headers.Authorization, context.RequestAborted))
        {
            case Verdict.Granted:
                await RouteAsync(context);
                break;
            case Verdict.Busy:
                await RefuseForNowAsync(context, "Too many passwords wait to be checked.");
                break;
            case Verdict.Denied:
                context.Response.Headers.WWWAuthenticate = policy.Authenticator.Challenge;
                await Reply.TextAsync(context, StatusCodes.Status401Unauthorized, "Unauthorized.");
                break;
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        if (routes.Find(PathOf(context)) is not { } route)
        {
            return Reply.TextAsync(context, StatusCodes.Status404NotFound, $"There is no such page; the metrics are at {endpoints.MetricsPath}.");
        }

        if (!route.Allows(context.Request.Method))
        {
            context.Response.Headers.Allow = route.Allow;
            return Reply.TextAsync(context, StatusCodes.Status405MethodNotAllowed, $"This path answers {route.Allow} only.");
        }

        if (HasBodyTooLarge(context, route.Methods))
        {
            context.Response.Headers.Connection = "close";
            return Reply.TextAsync(context, StatusCodes.Status413PayloadTooLarge, "This path takes no such body.");
        }

        return route.Methods != RouteMethods.Read && WhyNotAllowedToAct(context.Request) is { } reason
            ? Reply.TextAsync(context, StatusCodes.Status403Forbidden, reason)
            : route.HandleAsync(context);
    }

    private bool HasBodyTooLarge(HttpContext context, RouteMethods methods) => methods switch
    {
        RouteMethods.Read => context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true,
        RouteMethods.Act or RouteMethods.ActOrTakeBack => context.Request.ContentLength > limits.MaxRequestBodyBytes,
    };

    private string? WhyNotAllowedToAct(HttpRequest request)
    {
        if (!endpoints.EnableLifecycle)
        {
            return "Acting on the exporter over HTTP is switched off; start it with --web.enable-lifecycle to allow it.";
        }

        // A page of another site, open in an operator's browser, can send a POST to loopback; its browser says where it is from.
        var origin = request.Headers.Origin.ToString();
        var isForeign = origin.Length > 0
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
        return isForeign ? "A page of another origin may not act on the exporter." : null;
    }

    private static Task RefuseForNowAsync(HttpContext context, string text)
    {
        context.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
        return Reply.TextAsync(context, StatusCodes.Status429TooManyRequests, text);
    }

    private static async Task AnswerBugAsync(HttpContext context)
    {
        if (context.Response.HasStarted)
        {
            // Half an answer is on its way; a broken connection is the only honest end.
            context.Abort();
            return;
        }

        context.Response.Headers.ContentEncoding = default;
        await Reply.TextAsync(context, StatusCodes.Status500InternalServerError, "The exporter failed to answer; its log says why.");
    }

    private static string PathOf(HttpContext context) => context.Request.Path.Value ?? "";
}
