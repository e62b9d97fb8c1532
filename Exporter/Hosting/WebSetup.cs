using Exporter.Configuration;
using Exporter.Configuration.Web;
using Exporter.Exposition;
using Exporter.Web;

namespace Exporter.Hosting;

/// <summary>What the web face needs to know of the other rooms; the command line wins over the file.</summary>
internal static class WebSetup
{
    public static WebServerOptions Options(DaemonOptions options, ExporterConfig config, TimeProvider time) => new()
    {
        Addresses = options.ListenAddresses.Count > 0 ? options.ListenAddresses : config.Listen.Addresses,
        WebConfig = options.WebConfigFile is { } path ? new WebConfigSource(path, WebConfigFile.Read) : null,
        Time = time,
    };

    public static WebEndpoints Endpoints(DaemonOptions options, ExporterConfig config, MetricsPipeline pipeline, Reloader reloader, TargetSet targets, Func<bool> isReady, Func<CancellationToken, Task<ReleaseOutcome>> releaseGpus) => new()
    {
        Metrics = pipeline.ScrapeAsync,
        MetricsPath = options.TelemetryPath ?? config.Listen.Path,
        EnableLifecycle = options.EnableLifecycle,
        Reload = c => reloader.ReloadAsync("POST /-/reload", c),
        SetMaintenance = (target, duration) => SetMaintenance(reloader.Config, targets, target, duration),
        ReleaseGpus = releaseGpus,
        Readiness = () => isReady()
            ? new ReadinessReport(true, "Ready.")
            : new ReadinessReport(false, "Waiting for the first reading of the host and the GPUs."),
        Landing = new LandingFacts
        {
            Name = BuildInfo.Name,
            Version = BuildInfo.Version,
            TargetCount = () => reloader.Config.Targets.Count,
        },
    };

    private static MaintenanceOutcome SetMaintenance(ExporterConfig config, TargetSet targets, string target, TimeSpan duration)
    {
        if (config.Targets.All(t => t.Name != target))
        {
            return new MaintenanceOutcome(false, "There is no such target.");
        }

        targets.SetMaintenance(target, duration);
        return new MaintenanceOutcome(true, duration > TimeSpan.Zero
            ? $"Target {target} is in maintenance for {duration}; nothing is probed."
            : $"Target {target} is out of maintenance, but for the windows of its configuration.");
    }
}
