using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Exporter.Tests.Probes.Support;

/// <summary>A server of HTTP/2 on loopback that does with each call what the script says, right or wrong.</summary>
internal sealed class ScriptedHttp2 : IAsyncDisposable
{
    private readonly WebApplication application;

    private ScriptedHttp2(WebApplication application, bool isSecure)
    {
        this.application = application;
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Url = new Uri($"{(isSecure ? "https" : "http")}://127.0.0.1:{new Uri(address).Port}");
    }

    public Uri Url { get; }

    /// <param name="certificate">With one, HTTP/2 is spoken inside TLS, else by prior knowledge.</param>
    public static async Task<ScriptedHttp2> StartAsync(RequestDelegate script, X509Certificate2? certificate = null)
    {
        // Empty: neither files nor variables of whoever runs the tests, and nothing that watches files.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        if (certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        var application = builder.Build();
        application.Run(script);
        await application.StartAsync();
        return new ScriptedHttp2(application, certificate is not null);
    }

    /// <summary>Answers with these bytes, then with these trailers, each <c>name=value</c>.</summary>
    public static RequestDelegate Answering(byte[] body, params string[] trailers) => async context =>
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(body);
        await context.Response.Body.FlushAsync();
        foreach (var trailer in trailers)
        {
            context.Response.AppendTrailer(trailer.Split('=')[0], trailer.Split('=', 2)[1]);
        }
    };

    /// <summary>Answers with nothing but headers, as servers do that fail at once.</summary>
    public static RequestDelegate Refusing(string status, string? message) => context =>
    {
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = status;
        if (message is not null)
        {
            context.Response.Headers["grpc-message"] = message;
        }

        return Task.CompletedTask;
    };

    /// <summary>Sends these bytes and resets the stream; without bytes before there are headers.</summary>
    public static RequestDelegate Resetting(byte[]? body) => async context =>
    {
        if (body is not null)
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(body);
            await context.Response.Body.FlushAsync();
        }

        const int internalError = 2;
        context.Features.Get<IHttpResetFeature>()!.Reset(internalError);
    };

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await application.StopAsync(atOnce.Token);
        await application.DisposeAsync();
    }
}
