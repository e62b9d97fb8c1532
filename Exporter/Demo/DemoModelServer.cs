using Exporter.Demo.ModelServer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exporter.Demo;

/// <summary>
/// A small model server without a model: it answers in the shapes of real servers (OpenAI's chat, completions and embeddings, Jina's
/// rerank, a Flask application's <c>/api/predict</c>), always the same for the same question, and shows on request how they fail.
/// </summary>
/// <remarks>
/// <c>POST /demo/faults</c> with <c>{"fault": "slow"}</c> switches a fault on for every inference endpoint, <c>{"fault": "none"}</c>
/// off again; <c>GET /demo/faults</c> lists them. See <see cref="Fault"/>.
/// </remarks>
internal sealed class DemoModelServer : IAsyncDisposable
{
    /// <summary>The model it pretends to serve.</summary>
    public const string ModelName = "demo-model";

    /// <summary>No stop takes longer: requests in progress are cut off.</summary>
    private static readonly TimeSpan stopBound = TimeSpan.FromSeconds(1.5);

    private const long LargestRequestBytes = 1024 * 1024;

    private readonly CancellationTokenSource stopping = new();
    private readonly WebApplication application;
    private readonly ILogger logger;
    private bool isStopped;

    public DemoModelServer(DemoServerOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        logger = loggers.CreateLogger<DemoModelServer>();
        var requests = new RequestHandler(time, logger, stopping.Token);

        // It serves no files, so the folder it was started in may be one that it cannot read, or be gone.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequestBytes;
            kestrel.Listen(options.Address, options.Port);
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = stopBound);
        builder.Services.AddSingleton<IHostLifetime, PassiveLifetime>();
        application = builder.Build();
        application.Run(requests.HandleAsync);
    }

    /// <summary>Base address with the port that is really in use; known once started.</summary>
    public Uri BaseAddress { get; private set; } = new("http://127.0.0.1:0");

    /// <exception cref="IOException">The port is taken or may not be used.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await application.StartAsync(cancellationToken).ConfigureAwait(false);
        var addresses = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        BaseAddress = new Uri(addresses!.Addresses.First());
        Log.Started(logger, BaseAddress);
    }

    /// <summary>Cuts off what is in progress and frees the port, within two seconds.</summary>
    public async Task StopAsync()
    {
        if (isStopped)
        {
            return;
        }

        isStopped = true;
        await stopping.CancelAsync().ConfigureAwait(false);
        using var bound = new CancellationTokenSource(stopBound);
        try
        {
            await application.StopAsync(bound.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested)
        {
            Log.StopBoundHit(logger, stopBound);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await application.DisposeAsync().ConfigureAwait(false);
        stopping.Dispose();
    }
}
