using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Exporter.Tests.Support;

/// <summary>Stands where an on-call tool would: takes Alertmanager's notifications and keeps them.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication application;
    private readonly ConcurrentQueue<AlertNotification> received = new();

    private WebhookReceiver()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        application = builder.Build();
        application.Run(TakeAsync);
    }

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>Everything so far, in order.</summary>
    public IReadOnlyList<AlertNotification> Received => [.. received];

    public static async Task<WebhookReceiver> StartAsync()
    {
        var receiver = new WebhookReceiver();
        await receiver.application.StartAsync();
        receiver.Address = new Uri(receiver.application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return receiver;
    }

    public IReadOnlyList<AlertNotification> ReceivedBy(string receiver) => [.. received.Where(n => n.Receiver == receiver)];

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var root = document.RootElement;
        received.Enqueue(new AlertNotification(
            root.GetProperty("receiver").GetString()!,
            root.GetProperty("status").GetString()!,
            [.. root.GetProperty("alerts").EnumerateArray().Select(Texts)]));
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    private static Dictionary<string, string> Texts(JsonElement alert) =>
        alert.GetProperty("labels").EnumerateObject().Concat(alert.GetProperty("annotations").EnumerateObject())
            .ToDictionary(p => p.Name, p => p.Value.GetString()!, StringComparer.Ordinal);
}
