using Exporter.Configuration;
using Exporter.Hosting.Logging;
using Microsoft.Extensions.Logging;

namespace Exporter.Hosting;

/// <summary>What the command line says to a running daemon; it wins over the file.</summary>
internal sealed record DaemonOptions
{
    /// <summary>Where the configuration comes from.</summary>
    public required IConfigSource Source { get; init; }

    /// <summary>Whether an edit of the file reloads it without being asked (<c>--config.auto-reload</c>).</summary>
    public bool AutoReload { get; init; }

    /// <summary>Whether it says which servers run here: for a daemon that was given no configuration.</summary>
    public bool Discovers { get; init; }

    /// <summary>Whether POST requests may act on the daemon (<c>--web.enable-lifecycle</c>).</summary>
    public bool EnableLifecycle { get; init; }

    /// <summary>Addresses of <c>--web.listen-address</c>; empty means those of the file.</summary>
    public IReadOnlyList<ListenAddress> ListenAddresses { get; init; } = [];

    /// <summary>Path of <c>--web.telemetry-path</c>; null means that of the file.</summary>
    public string? TelemetryPath { get; init; }

    /// <summary>TLS and authentication file of <c>--web.config.file</c>; null means neither.</summary>
    public string? WebConfigFile { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    public LogFormat LogFormat { get; init; } = LogFormat.Logfmt;
}
