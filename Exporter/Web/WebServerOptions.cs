using Exporter.Configuration;

namespace Exporter.Web;

/// <summary>Where and how the daemon serves.</summary>
internal sealed record WebServerOptions
{
    /// <summary>At least one address; default loopback, port 9860.</summary>
    public IReadOnlyList<ListenAddress> Addresses { get; init; } = new ListenConfig().Addresses;

    /// <summary>The file of <c>--web.config.file</c>; null means plain HTTP without authentication.</summary>
    public WebConfigSource? WebConfig { get; init; }

    public WebServerLimits Limits { get; init; } = new();

    /// <summary>The clock of rate limits, deadlines and of how often files are looked at.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
