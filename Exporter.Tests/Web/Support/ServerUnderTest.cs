using System.Net;
using System.Net.Sockets;
using Exporter.Configuration;
using Exporter.Web;
using Microsoft.Extensions.Logging;

namespace Exporter.Tests.Web.Support;

/// <summary>A started server on a port of the system's choice, with canned metrics and everything it logged.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private readonly ILoggerFactory loggers;

    private ServerUnderTest(WebServer server, CannedMetrics metrics, RecordingLoggerProvider log, ILoggerFactory loggers)
    {
        Server = server;
        Metrics = metrics;
        Log = log;
        this.loggers = loggers;
        Http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false })
        {
            BaseAddress = server.BoundAddresses[0],
            Timeout = TimeSpan.FromSeconds(20),
        };
    }

    public WebServer Server { get; }

    public CannedMetrics Metrics { get; }

    public RecordingLoggerProvider Log { get; }

    public HttpClient Http { get; }

    public IPEndPoint EndPoint => new(IPAddress.Loopback, Server.BoundAddresses[0].Port);

    public static async Task<ServerUnderTest> StartAsync(
        Func<WebServerOptions, WebServerOptions>? options = null,
        Func<WebEndpoints, WebEndpoints>? endpoints = null,
        ListenAddress? listen = null)
    {
        var metrics = new CannedMetrics();
        var log = new RecordingLoggerProvider();
        var loggers = LoggerFactory.Create(b => b.AddProvider(log).SetMinimumLevel(LogLevel.Debug));
        var shown = new WebEndpoints
        {
            Metrics = metrics.ScrapeAsync,
            EnableLifecycle = true,
            Reload = _ => Task.FromResult(ReloadOutcome.Success),
            SetMaintenance = (target, duration) => new MaintenanceOutcome(target == "known", $"{target} {duration}"),
            Readiness = () => new ReadinessReport(true, "Ready."),
            Landing = new LandingFacts { Version = "1.2.3", TargetCount = () => 2 },
        };
        var chosen = new WebServerOptions { Addresses = [listen ?? new ListenAddress("127.0.0.1", 0)] };
        var server = new WebServer(options?.Invoke(chosen) ?? chosen, endpoints?.Invoke(shown) ?? shown, loggers);
        try
        {
            await server.StartAsync(CancellationToken.None);
        }
        catch
        {
            await server.DisposeAsync();
            loggers.Dispose();
            throw;
        }

        return new ServerUnderTest(server, metrics, log, loggers);
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return Http.SendAsync(request);
    }

    public async Task<RawConnection> ConnectAsync()
    {
        var client = new TcpClient(EndPoint.AddressFamily);
        await client.ConnectAsync(EndPoint);
        return new RawConnection(client);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
        loggers.Dispose();
    }
}
