using Exporter.Configuration;
using Exporter.Configuration.Traffic;

namespace Exporter.Traffic.Logs;

/// <summary>The access logs of one target, and how its requests are counted.</summary>
internal sealed record AccessLogOptions
{
    /// <summary>Label <c>target</c>.</summary>
    public required string Target { get; init; }

    public required ValueList<AccessLogConfig> Logs { get; init; }

    /// <summary>Of the durations, in seconds.</summary>
    public required ValueList<double> Boundaries { get; init; }

    /// <summary>Beginnings of the User-Agents of our own probes.</summary>
    public required ValueList<string> OwnAgents { get; init; }

    /// <summary>Whether the series can go on: routes are a closed set, and boundaries cannot change under way.</summary>
    public bool CountsAs(AccessLogOptions other) => Boundaries.Equals(other.Boundaries) && Routes().SetEquals(other.Routes());

    private HashSet<string> Routes() => [.. Logs.SelectMany(static l => l.Routes)];
}
