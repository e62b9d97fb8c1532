using System.Text;
using Exporter.Configuration;
using Exporter.Exposition;
using Exporter.Exposition.Negotiation;
using Exporter.Gpu.Sampling;
using Exporter.Hosting.Systemd;
using Exporter.Scheduling;
using Exporter.Slo;
using Exporter.Traffic.Discovery;
using Exporter.Web;
using Microsoft.Extensions.Logging;

namespace Exporter.Hosting;

/// <summary>The composition root: every part is built here with <c>new</c>, started in order and stopped in reverse.</summary>
internal sealed class Daemon : IAsyncDisposable
{
    private readonly DaemonOptions options;
    private readonly ILogger logger;
    private readonly string metricsPath;
    private readonly MetricsPipeline pipeline;
    private readonly SelfSampler self;
    private readonly SelfMetrics selfMetrics;
    private readonly SloMetrics sloMetrics;
    private readonly ReplaceablePart<GpuConfig> gpu;
    private readonly ReplaceablePart<HostConfig> host;
    private readonly TrafficSet traffic;
    private readonly DiscoveryWatch? discovery;
    private readonly TargetSet targets;
    private readonly Reloader reloader;
    private readonly WebServer web;
    private readonly ServiceManager services;
    private readonly ConfigWatcher? watcher;
    private readonly Watchdog? watchdog;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stopping = new();
    private bool applied;
    private Task released = Task.CompletedTask;
    private Task? stopped;

    public Daemon(DaemonOptions options, ExporterConfig config, TimeProvider time, ILoggerFactory loggers)
    {
        this.options = options;
        this.time = time;
        logger = loggers.CreateLogger<Daemon>();
        var board = new CollectorHealthBoard(time);

        var relayed = new RelayedServerFamilies();
        pipeline = new MetricsPipeline(PipelineSetup.Options(config) with { Relayed = [relayed] }, time, loggers.CreateLogger<MetricsPipeline>());
        self = new SelfSampler(time, loggers.CreateLogger<SelfSampler>());
        traffic = new TrafficSet(pipeline, board, target => targets!.EvidenceOf(target), () => (gpu!.Collection as GpuCollection)?.Read(), time, loggers);
        relayed.Use(traffic.ServerMetrics);
        gpu = new ReplaceablePart<GpuConfig>(pipeline, c => CollectionSetup.Gpu(c, board, new TargetProcessOwners(traffic.Processes), time, loggers));
        host = new ReplaceablePart<HostConfig>(pipeline, c => CollectionSetup.Host(c, board, time, loggers));
        targets = new TargetSet(pipeline, config.Exposition.GenAiMetrics, time, loggers, traffic.Sent);
        services = new ServiceManager(Environment.GetEnvironmentVariable);
        reloader = new Reloader(options.Source, config, ApplyAsync, services, time, loggers.CreateLogger<Reloader>());
        selfMetrics = new SelfMetrics(board, () => reloader.State, () => self.Last);
        sloMetrics = new SloMetrics(() => reloader.Config.Targets);
        discovery = options.Discovers
            ? new DiscoveryWatch(new DiscoveryOptions { ProcPath = config.Host.ProcPath }, () => GpuPids.Of(gpu.Collection as GpuCollection), time, loggers.CreateLogger<DiscoveryWatch>())
            : null;
        var endpoints = WebSetup.Endpoints(options, config, pipeline, reloader, targets, () => IsReady, ReleaseGpusAsync);
        endpoints = endpoints with { Landing = endpoints.Landing with { Seen = () => discovery?.Seen ?? [] } };
        metricsPath = endpoints.MetricsPath;
        web = new WebServer(WebSetup.Options(options, config, time), endpoints, loggers);
        watcher = options.AutoReload
            ? new ConfigWatcher(options.Source, c => reloader.ReloadAsync("the file, or one that it names, changed", c), time, loggers.CreateLogger<ConfigWatcher>())
            : null;
        watchdog = services.WatchdogInterval is { } interval
            ? new Watchdog(services, interval, c => IsAliveAsync(interval / 4, c), time, loggers.CreateLogger<Watchdog>())
            : null;
    }

    /// <summary>Where it is scraped; known after the start.</summary>
    public IReadOnlyList<Uri> MetricsAddresses => [.. web.BoundAddresses.Select(a => new Uri(a, metricsPath))];

    /// <summary>Whether the host and the GPUs were read once, or are known not to be there.</summary>
    public bool IsReady => Volatile.Read(ref applied) && gpu.HasFirstResult && host.HasFirstResult;

    /// <summary>Whether, besides, every probe ended once.</summary>
    public bool IsComplete => IsReady && targets.AllFinishedOnce;

    /// <exception cref="WebStartException">An address cannot be served on, or the web configuration is wrong.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var config = reloader.Config;
        var probes = config.Targets.Sum(t => t.Probes.Count);
        Log.Starting(logger, BuildInfo.Version, BuildInfo.Revision, BuildInfo.Runtime, options.Source.Name, config.Targets.Count, probes);
        await web.StartAsync(cancellationToken);
        foreach (var address in MetricsAddresses)
        {
            Log.Serving(logger, address);
        }

        self.Start();
        await ApplyAsync(config);
        traffic.Start();
        discovery?.Start();
        watcher?.Start();
        watchdog?.Start();
        services.Ready($"Serving {MetricsAddresses[0]}");
    }

    /// <summary>Starts a reload and returns; how it ended stands in the log and in the gauge.</summary>
    public void RequestReload() => reloader.Request("SIGHUP");

    /// <summary>Starts to release the GPUs and returns; how it went stands in the log.</summary>
    public void RequestGpuRelease() => released = Task.WhenAll(released, ReleaseGpusAsync(stopping.Token));

    /// <summary>One exposition in the text format, as a Prometheus would get it.</summary>
    /// <returns>Null where it took longer than the deadline.</returns>
    public async Task<string?> ScrapeTextAsync(TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var body = (await pipeline.ScrapeAsync(ExpositionFormat.Text, gzip: false, deadline, cancellationToken)).Body;
        return body is null ? null : Encoding.UTF8.GetString(body.Bytes.Span);
    }

    /// <summary>Stops in the reverse order of the start; a second call waits for the first.</summary>
    public Task StopAsync() => stopped ??= StopPartsAsync();

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task StopPartsAsync()
    {
        services.Stopping();
        await stopping.CancelAsync();
        await released.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (watchdog is not null)
        {
            await watchdog.DisposeAsync();
        }

        if (watcher is not null)
        {
            await watcher.DisposeAsync();
        }

        if (discovery is not null)
        {
            await discovery.DisposeAsync();
        }

        await reloader.DisposeAsync();
        await web.DisposeAsync();
        await targets.DisposeAsync();
        await host.DisposeAsync();
        await gpu.DisposeAsync();
        await traffic.DisposeAsync();
        await self.DisposeAsync();
        sloMetrics.Dispose();
        selfMetrics.Dispose();
        pipeline.Dispose();
        services.Dispose();
        stopping.Dispose();
    }

    private Task<ReleaseOutcome> ReleaseGpusAsync(CancellationToken cancellationToken) =>
        GpuRelease.RequestAsync(gpu.Collection as GpuCollection, reloader.Config.Gpu.ReleasePause, time, cancellationToken);

    private async Task ApplyAsync(ExporterConfig config)
    {
        await traffic.ApplyAsync(config);
        await gpu.ApplyAsync(config.Gpu);
        await host.ApplyAsync(config.Host);
        await targets.ApplyAsync(config.Targets);
        Volatile.Write(ref applied, true);
    }

    /// <summary>Whether what the daemon exists for still moves: a scrape ends, and no probe outlives its own time-out by far.</summary>
    private async Task<bool> IsAliveAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var body = (await pipeline.ScrapeAsync(ExpositionFormat.Text, gzip: false, patience, cancellationToken)).Body;
        return body is not null && !targets.IsStalled;
    }
}
