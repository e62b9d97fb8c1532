using System.Diagnostics;
using System.Diagnostics.Metrics;
using Exporter.Web.Connections;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Exporter.Web;

/// <summary>Puts Kestrel together with our limits, listeners and certificates.</summary>
internal sealed class KestrelFactory(WebServerOptions options, LiveWebPolicy policies, ConnectionTable connections, int capacity, ILoggerFactory loggers)
{
    private const int MostStreamsPerConnection = 16;

    /// <summary>The parts; the server is among them, made when first asked for, and disposed with them.</summary>
    public ServiceProvider Build()
    {
        var quiet = new QuietKestrelLogging(loggers, options.Time);
        var services = new ServiceCollection();
        services.AddOptions();
        services.AddSingleton<ILoggerFactory>(quiet);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddSingleton<IMeterFactory, KestrelMeters>();
        services.AddSingleton<DiagnosticSource>(new DiagnosticListener(nameof(Exporter)));
        services.AddSingleton<IConnectionListenerFactory>(
            new BoundedListenerFactory(new SocketTransportFactory(Options.Create(new SocketTransportOptions { IOQueueCount = 1 }), quiet), connections));
        new KestrelParts(services).UseKestrelCore();
        services.Configure<KestrelServerOptions>(Configure);
        return services.BuildServiceProvider();
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        ApplyLimits(kestrel.Limits);
        var policy = policies.Current;
        foreach (var address in options.Addresses)
        {
            ListenSetup.Add(kestrel, address, listener => ConfigureListener(listener, policy));
        }
    }

    private void ConfigureListener(ListenOptions listener, WebPolicy policy)
    {
        // HTTP/2 without TLS is spoken by no scraper and only adds attack surface.
        listener.Protocols = policy.Tls is not null && policy.Config.HttpServer.Http2 ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
        if (policy.Tls is not null)
        {
            listener.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = options.Limits.TlsHandshakeTimeout,
                OnConnection = _ => ValueTask.FromResult(policies.Current.Tls!.CreateOptions()),
            });
        }
    }

    private void ApplyLimits(KestrelServerLimits kestrel)
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
}
