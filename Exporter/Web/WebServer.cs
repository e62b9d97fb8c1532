using Exporter.Web.Connections;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Exporter.Web;

/// <summary>The HTTP face of the daemon: Kestrel with nothing of ASP.NET Core above it but one request delegate.</summary>
internal sealed class WebServer(WebServerOptions options, WebEndpoints endpoints, ILoggerFactory loggers) : IAsyncDisposable
{
    private const int MostStreamsPerConnection = 16;

    private readonly ILogger logger = loggers.CreateLogger<WebServer>();
    private readonly CancellationTokenSource stopping = new();
    private WebApplication? app;
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
        connections = new ConnectionTable(options.Limits.MaxConnections ?? OpenFileLimit.Connections(), options.Time, logger);
        var handler = new RequestHandler(RouteTable.Create(endpoints, options.Limits, stopping.Token), endpoints, policies, options.Limits, logger);
        app = Build(policies, connections);
        app.Run(handler.InvokeAsync);
        await app.StartAsync(cancellationToken);
        BoundAddresses = [.. Addresses(app).Select(a => new Uri(a))];
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
        if (app is null)
        {
            return;
        }

        using var bound = new CancellationTokenSource(options.Limits.StopBound, options.Time);
        try
        {
            await app.StopAsync(bound.Token);
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
        if (app is not null)
        {
            await app.DisposeAsync();
        }

        connections?.Dispose();
        policies?.Dispose();
        stopping.Dispose();
    }

    private WebApplication Build(LiveWebPolicy live, ConnectionTable table)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = endpoints.Landing.Name,

            // No file is served; the folder that a supervisor started us in may not even exist.
            ContentRootPath = AppContext.BaseDirectory,
        });
        var quiet = new QuietKestrelLogging(loggers, options.Time);
        builder.Services.AddSingleton<ILoggerFactory>(quiet);
        builder.Services.AddSingleton<IHostLifetime, SignalsElsewhere>();
        builder.WebHost.UseKestrelCore();
        builder.Services.AddSingleton<IConnectionListenerFactory>(
            new BoundedListenerFactory(new SocketTransportFactory(Options.Create(new SocketTransportOptions { IOQueueCount = 1 }), quiet), table));
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, live, table.Capacity));
        return builder.Build();
    }

    private void Configure(KestrelServerOptions kestrel, LiveWebPolicy live, int capacity)
    {
        kestrel.AddServerHeader = false;
        ApplyLimits(kestrel.Limits, capacity);
        var policy = live.Current;
        foreach (var address in options.Addresses)
        {
            ListenSetup.Add(kestrel, address, listener => ConfigureListener(listener, live, policy));
        }
    }

    private void ConfigureListener(ListenOptions listener, LiveWebPolicy live, WebPolicy policy)
    {
        // HTTP/2 without TLS is spoken by no scraper and only adds attack surface.
        listener.Protocols = policy.Tls is not null && policy.Config.HttpServer.Http2 ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
        if (policy.Tls is not null)
        {
            listener.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = options.Limits.TlsHandshakeTimeout,
                OnConnection = _ => ValueTask.FromResult(live.Current.Tls!.CreateOptions()),
            });
        }
    }

    private void ApplyLimits(KestrelServerLimits kestrel, int capacity)
    {
        var limits = options.Limits;
        kestrel.RequestHeadersTimeout = limits.RequestHeadersTimeout;
        kestrel.KeepAliveTimeout = limits.KeepAliveTimeout;
        kestrel.MaxRequestLineSize = limits.MaxRequestLineBytes;
        kestrel.MaxRequestHeadersTotalSize = limits.MaxRequestHeadersBytes;
        kestrel.MaxRequestHeaderCount = limits.MaxRequestHeaders;
        kestrel.MaxRequestBodySize = limits.MaxRequestBodyBytes;
        kestrel.MaxRequestBufferSize = Math.Max(limits.MaxRequestHeadersBytes, limits.MaxRequestLineBytes) * 2L;
        kestrel.MinRequestBodyDataRate = new MinDataRate(limits.MinDataRate, limits.MinDataRateGrace);
        kestrel.MinResponseDataRate = new MinDataRate(limits.MinDataRate, limits.MinDataRateGrace);
        kestrel.Http2.MaxStreamsPerConnection = MostStreamsPerConnection;

        // The table holds the bound by making room; this one refuses, so it stands a little above and is never met.
        kestrel.MaxConcurrentConnections = capacity + options.Addresses.Count + 16;
        kestrel.MaxConcurrentUpgradedConnections = 0;
    }

    private static ICollection<string> Addresses(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;

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
