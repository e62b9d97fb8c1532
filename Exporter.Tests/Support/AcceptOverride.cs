using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Exporter.Tests.Support;

/// <summary>Stands between a scraper and an exporter and asks in the scraper's place, with another <c>Accept</c>.</summary>
internal sealed class AcceptOverride : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Uri upstream;
    private readonly string accept;

    private AcceptOverride(Uri upstream, string accept)
    {
        this.upstream = upstream;
        this.accept = accept;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        application = builder.Build();
        application.Run(RelayAsync);
    }

    /// <summary>Where to scrape instead.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>What the exporter said that its last answer is; null before the first.</summary>
    public string? LastContentType { get; private set; }

    public static async Task<AcceptOverride> StartAsync(Uri upstream, string accept)
    {
        var relay = new AcceptOverride(upstream, accept);
        await relay.application.StartAsync();
        var bound = relay.application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        relay.Address = new Uri(new Uri(bound.Addresses.First()), upstream.AbsolutePath);
        return relay;
    }

    public async ValueTask DisposeAsync()
    {
        await application.DisposeAsync();
        http.Dispose();
    }

    private async Task RelayAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, upstream);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await http.SendAsync(request, context.RequestAborted);
        var body = await response.Content.ReadAsByteArrayAsync(context.RequestAborted);
        LastContentType = response.Content.Headers.NonValidated["Content-Type"].ToString();
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = LastContentType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
