using System.Net;
using System.Text;
using System.Text.Json;
using Exporter.Demo;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Tests.Demo;

/// <summary>A demo server on a free port and a client for it, for one test.</summary>
internal sealed class DemoServerFixture : IAsyncDisposable
{
    private readonly DemoModelServer server = new(new DemoServerOptions { Port = 0 }, TimeProvider.System, NullLoggerFactory.Instance);

    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(10) }) { Timeout = TimeSpan.FromSeconds(30) };

    public Uri BaseAddress => server.BaseAddress;

    public static async Task<DemoServerFixture> StartAsync()
    {
        var fixture = new DemoServerFixture();
        await fixture.server.StartAsync(CancellationToken.None);
        fixture.Client.BaseAddress = fixture.server.BaseAddress;
        return fixture;
    }

    public Task StopAsync() => server.StopAsync();

    /// <summary>Sends JSON text and returns the answer with its whole body read.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string json) => Client.PostAsync(new Uri(path, UriKind.Relative), Json(json));

    /// <summary>Sends JSON text and returns as soon as the head of the answer is here.</summary>
    public Task<HttpResponseMessage> PostForHeadAsync(string path, string json, CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = Json(json) };
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>Sends JSON text and returns the answered document, whatever the status.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        return (response.StatusCode, Parse(await response.Content.ReadAsStringAsync()));
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path)
    {
        using var response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        return (response.StatusCode, Parse(await response.Content.ReadAsStringAsync()));
    }

    /// <summary>Sends JSON text and returns the data of every event of the answered stream.</summary>
    public async Task<IReadOnlyList<string>> StreamAsync(string path, string json)
    {
        using var response = await PostAsync(path, json);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/event-stream"));
        var text = await response.Content.ReadAsStringAsync();
        var events = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.That(events, Has.All.StartsWith("data: "));
        return [.. events.Select(one => one["data: ".Length..])];
    }

    public async Task SwitchAsync(string fault)
    {
        var (status, body) = await AskAsync("/demo/faults", $$"""{"fault": "{{fault}}"}""");
        Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(body.GetProperty("fault").GetString(), Is.EqualTo(fault));
    }

    public static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await server.DisposeAsync();
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");
}
