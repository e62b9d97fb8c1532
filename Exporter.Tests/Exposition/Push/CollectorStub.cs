using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Exporter.Tests.Exposition.Push;

/// <summary>A collector on loopback that keeps what it is sent.</summary>
internal sealed class CollectorStub : IAsyncDisposable
{
    private readonly Channel<Received> received = Channel.CreateUnbounded<Received>();
    private readonly WebApplication server;

    private CollectorStub(Func<Task> beforeAnswer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http1));
        server = builder.Build();
        server.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            await received.Writer.WriteAsync(new Received(context.Request.Path, context.Request.ContentType, context.Request.Headers.Authorization.ToString(), body.ToArray()));
            await beforeAnswer();
            context.Response.StatusCode = StatusCodes.Status200OK;
        });
    }

    internal sealed record Received(string Path, string? ContentType, string Authorization, byte[] Body);

    public Uri Address => new(server.Urls.Single());

    /// <param name="beforeAnswer">Runs after a push has arrived and before it is answered.</param>
    public static async Task<CollectorStub> StartAsync(Func<Task>? beforeAnswer = null)
    {
        var stub = new CollectorStub(beforeAnswer ?? (() => Task.CompletedTask));
        await stub.server.StartAsync();
        return stub;
    }

    public async Task<Received> NextAsync() => await received.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await server.StopAsync(now.Token);
        await server.DisposeAsync();
    }
}
