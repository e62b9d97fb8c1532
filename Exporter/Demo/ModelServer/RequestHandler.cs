using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Exporter.Demo.ModelServer;

/// <summary>Finds who answers a request, and sees to it that neither a client that goes away nor a bug harms the next one.</summary>
internal sealed class RequestHandler
{
    private readonly Dictionary<(string Method, string Path), Func<HttpContext, CancellationToken, Task>> routes = [];
    private readonly ILogger logger;
    private readonly CancellationToken stopping;

    /// <param name="stopping">Fires when the server stops; ends every request in progress.</param>
    public RequestHandler(TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        this.logger = logger;
        this.stopping = stopping;
        var faults = new FaultSwitch();
        var counters = new ServerCounters();
        var status = new StatusEndpoint(faults, counters, time.GetUtcNow());
        var switching = new FaultEndpoint(faults, logger);
        var inference = new InferenceHandler(faults, counters, time);
        routes.Add(("GET", "/health"), status.HealthAsync);
        routes.Add(("GET", "/v1/models"), status.ModelsAsync);
        routes.Add(("GET", "/metrics"), status.MetricsAsync);
        routes.Add(("GET", FaultEndpoint.Path), switching.GetAsync);
        routes.Add(("POST", FaultEndpoint.Path), switching.PostAsync);
        foreach (var endpoint in new InferenceEndpoint[] { new ChatEndpoint(), new CompletionEndpoint(), new EmbeddingsEndpoint(), new RerankEndpoint(), new PredictEndpoint() })
        {
            foreach (var path in endpoint.Paths)
            {
                routes.Add(("POST", path), (context, token) => inference.HandleAsync(context, endpoint, token));
            }
        }
    }

    public async Task HandleAsync(HttpContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await RouteAsync(context, ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (BadHttpRequestException mistake) when (!context.Response.HasStarted)
        {
            await FailAsync(context, mistake.StatusCode, "BadRequestError", mistake.Message, ending.Token).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The client is gone.
            context.Abort();
        }
#pragma warning disable CA1031 // The request handler is one of the two places where a bug must not end the daemon.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            Log.RequestFailed(logger, bug, context.Request.Path);
            context.Abort();
        }
    }

    private Task RouteAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var path = context.Request.Path.Value ?? "/";
        if (routes.TryGetValue((context.Request.Method, path), out var handler))
        {
            return handler(context, cancellationToken);
        }

        var allowed = routes.Keys.Where(route => route.Path == path).Select(route => route.Method).ToArray();
        if (allowed.Length == 0)
        {
            return FailAsync(context, StatusCodes.Status404NotFound, "NotFoundError", $"There is nothing at {path}.", cancellationToken);
        }

        context.Response.Headers.Allow = string.Join(", ", allowed);
        return FailAsync(context, StatusCodes.Status405MethodNotAllowed, "BadRequestError", $"{path} takes {string.Join(" and ", allowed)}.", cancellationToken);
    }

    private static Task FailAsync(HttpContext context, int status, string type, string message, CancellationToken cancellationToken) =>
        ReplyWriter.SendJsonAsync(context, status, OpenAiEndpoint.ErrorBody(status, type, message, parameter: null), cancellationToken);
}
