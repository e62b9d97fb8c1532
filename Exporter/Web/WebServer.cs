using Exporter.Web.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Exporter.Web;

/// <summary>The HTTP face of the daemon: Kestrel with nothing of ASP.NET Core above it but one request handler.</summary>
internal sealed class WebServer(WebServerOptions options, WebEndpoints endpoints, ILoggerFactory loggers) : IAsyncDisposable
{
    private readonly ILogger logger = loggers.CreateLogger<WebServer>();
    private readonly CancellationTokenSource stopping = new();
    private ServiceProvider? parts;
    private IServer? server;
    private LiveWebPolicy? policies;
    private ConnectionTable? connections;
    private bool isStopped;

    /// <summary>Where it serves, with the ports that the system chose; empty before the start.</summary>
    public IReadOnlyList<Uri> BoundAddresses { get; private set; } = [];

    /// <summary>Connections that are open now.</summary>
    public int OpenConnections => connections?.Count ?? 0;

    /// <summary>Binds every address and serves; may be called once.</summary>
    /// <exception cref="WebStartException">An address cannot be bound, or the web configuration is wrong; nothing is left listening.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        policies = new LiveWebPolicy(options, logger);
        var budget = ConnectionBudget.OfThisProcess(options.Limits.MaxConnections, options.Time);
        connections = new ConnectionTable(budget, options.Time, logger);
        var handler = new RequestHandler(RouteTable.Create(endpoints, options.Limits, stopping.Token), endpoints, policies, options.Limits, logger);
        parts = new KestrelFactory(options, policies, connections, budget.Capacity, loggers).Build();
        server = parts.GetRequiredService<IServer>();
        await server.StartAsync(new HttpApplication(handler.InvokeAsync), cancellationToken);
        BoundAddresses = [.. server.Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a))];
        Announce(policies.Current);
    }

    /// <summary>Closes the listeners, lets requests in progress end within the bound and breaks off the rest.</summary>
    public async Task StopAsync()
    {
        if (isStopped)
        {
            return;
        }

        isStopped = true;
        await stopping.CancelAsync();
        if (server is null)
        {
            return;
        }

        using var bound = new CancellationTokenSource(options.Limits.StopBound, options.Time);
        try
        {
            await server.StopAsync(bound.Token);
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested)
        {
            // Told below, like a stop that the bound ended without saying so.
        }

        if (bound.IsCancellationRequested)
        {
            Log.StopBoundHit(logger, options.Limits.StopBound);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (parts is not null)
        {
            await parts.DisposeAsync();
        }

        connections?.Dispose();
        policies?.Dispose();
        stopping.Dispose();
    }

    private void Announce(WebPolicy policy)
    {
        foreach (var address in BoundAddresses)
        {
            Log.Serving(logger, address);
        }

        foreach (var address in options.Addresses.Where(a => !policy.IsAuthenticated && ListenSetup.IsBeyondLoopback(a)))
        {
            Log.NoAuthentication(logger, address.Host.Length == 0 ? "*" : address.Host, address.Port);
        }
    }
}
