using Exporter.Configuration;
using Exporter.Demo;
using Exporter.Gpu;
using Exporter.Gpu.Metrics;
using Exporter.Gpu.Processes;
using Exporter.Gpu.Sampling;
using Exporter.Host;
using Exporter.Nvml;
using Exporter.Nvml.Kernel;
using Exporter.Scheduling;
using Exporter.Slo;
using Exporter.Traffic.Logs;
using Exporter.Traffic.Processes;
using Exporter.Traffic.Sockets;
using Exporter.Traffic.State;
using Microsoft.Extensions.Logging;

namespace Exporter.Hosting;

/// <summary>From the sections <c>gpu</c> and <c>host</c> to the collections that they ask for.</summary>
internal static class CollectionSetup
{
    public static ReplaceablePart<GpuConfig>.Running? Gpu(GpuConfig config, CollectorHealthBoard board, IProcessOwners owners, TimeProvider time, ILoggerFactory loggers)
    {
        if (config.Enabled == Toggle.Off && config.Simulated == 0)
        {
            return null;
        }

        var options = new GpuOptions { Interval = config.Interval, Timeout = config.Timeout, ReleasePause = config.ReleasePause };
        var kernelLog = config is { Simulated: 0, KernelLog: { } path } ? new KernelLogFile(path) : null;
        var collection = new GpuCollection(GpuDriver(config, owners, time, loggers), options, board, time, loggers, owners, kernelLog);
        return new(collection, collection.Start, () => new GpuMetrics(collection), () => HasResult(board, GpuCollection.CollectorName));
    }

    public static ReplaceablePart<HostConfig>.Running? Host(HostConfig config, CollectorHealthBoard board, TimeProvider time, ILoggerFactory loggers)
    {
        if (!config.Enabled)
        {
            return null;
        }

        var options = new HostOptions { ProcPath = config.ProcPath, RootPath = config.RootPath, Interval = config.Interval };
        var collection = new HostCollection(options, board, time, loggers.CreateLogger<HostCollection>());
        return new(collection, collection.Start, () => new HostMetrics(collection), () => HasResult(board, "host"));
    }

    /// <summary>The targets that listen on this host; none where the host is not read at all.</summary>
    public static TargetProcessOptions Processes(ExporterConfig config) => new()
    {
        ProcPath = config.Host.ProcPath,
        Endpoints = config.Host.Enabled
            ? new ValueList<TargetEndpoint>(config.Targets.Select(TargetEndpoint.Of).OfType<TargetEndpoint>())
            : ValueList<TargetEndpoint>.Empty,
    };

    /// <summary>The targets on this host whose sockets are wanted.</summary>
    public static SocketOptions Sockets(ExporterConfig config)
    {
        var wanted = config.Targets.Where(t => t.Sockets).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var processes = Processes(config);
        return new SocketOptions { ProcPath = processes.ProcPath, Endpoints = new ValueList<TargetEndpoint>(processes.Endpoints.Where(e => wanted.Contains(e.Target))) };
    }

    /// <summary>How the verdict on each target is reached.</summary>
    public static IEnumerable<StateLimits> States(ExporterConfig config) => config.Targets.Select(static t => new StateLimits(t.Name, t.State.Hold, t.State.StalledAfter));

    /// <summary>The targets whose access logs are read.</summary>
    public static List<AccessLogOptions> AccessLogs(ExporterConfig config) => [.. config.Targets.Where(t => t.Logs.Count > 0).Select(t => new AccessLogOptions
    {
        Target = t.Name,
        Logs = t.Logs,
        Boundaries = new ValueList<double>(BucketGrid.RequestDuration(t.Slo, t.Slo?.Probe ?? "")),
        OwnAgents = new ValueList<string>(OwnAgents(t).Distinct(StringComparer.Ordinal)),
    })];

    /// <summary>Where is kept what a restart must not forget: as the file says, else systemd's directory; null where there is none.</summary>
    public static string? StateDirectory(ExporterConfig config) =>
        (config.StateDirectory ?? Environment.GetEnvironmentVariable("STATE_DIRECTORY")?.Split(':')[0]) is { Length: > 0 } given ? given : null;

    /// <summary>All that we send introduces itself alike, in whatever version; a probe may be told to say something else.</summary>
    private static IEnumerable<string> OwnAgents(TargetConfig target) => target.Probes
        .SelectMany(static p => p.Headers)
        .Where(static h => h.Name.Equals("User-Agent", StringComparison.OrdinalIgnoreCase) && h.Value.Length > 0)
        .Select(static h => h.Value)
        .Append(BuildInfo.Name + "/");

    private static IGpuDriver GpuDriver(GpuConfig config, IProcessOwners owners, TimeProvider time, ILoggerFactory loggers) => config.Simulated > 0

        // The demo's model server is this very process, and so it is what computes on the simulated cards.
        ? new SimulatedGpuDriver(config.Simulated, time, () => owners.OwnerOf(Environment.ProcessId)?.Target)
        : new NvmlDriver(
            new NvmlDriverOptions { LibraryPath = config.Library, Forced = config.Enabled == Toggle.On },
            time,
            loggers.CreateLogger<NvmlDriver>());

    /// <summary>Whether each of these collectors ended once, well or not: a card that hangs must not keep the daemon unready.</summary>
    private static bool HasResult(CollectorHealthBoard board, string collector) =>
        board.All.Where(h => h.Collector == collector).All(h => h.Read().IsUp is not null);
}
