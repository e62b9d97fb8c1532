namespace Exporter.Web;

/// <summary>What the pages show and do; filled by the composition root.</summary>
internal sealed record WebEndpoints
{
    /// <summary>Where the metrics come from.</summary>
    public required ScrapeSource Metrics { get; init; }

    /// <summary>Path of the metrics; begins with a slash.</summary>
    public string MetricsPath { get; init; } = "/metrics";

    /// <summary>Whether POST requests may act on the daemon (<c>--web.enable-lifecycle</c>).</summary>
    public bool EnableLifecycle { get; init; }

    /// <summary>Reads the configuration again; the token fires when the server stops.</summary>
    public required Func<CancellationToken, Task<ReloadOutcome>> Reload { get; init; }

    /// <summary>Begins the maintenance of a target for a duration, or ends it with zero; must not wait.</summary>
    public required Func<string, TimeSpan, MaintenanceOutcome> SetMaintenance { get; init; }

    /// <summary>Gives the GPUs away for a while; null where there is no such action. The token fires when the server stops.</summary>
    public Func<CancellationToken, Task<ReleaseOutcome>>? ReleaseGpus { get; init; }

    /// <summary>Whether there is a first snapshot to serve; must not wait.</summary>
    public required Func<ReadinessReport> Readiness { get; init; }

    public required LandingFacts Landing { get; init; }
}
