using Exporter.Configuration.Probes;
using Exporter.Configuration.Slo;
using Exporter.Configuration.Traffic;

namespace Exporter.Configuration;

/// <summary>One model server of this host.</summary>
internal sealed record TargetConfig
{
    /// <summary>Label <c>target</c>; unique; 1 to 63 of <c>a-z A-Z 0-9 . _ -</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Base address; http or https, without query and fragment.</summary>
    public required Uri Url { get; init; }

    /// <summary>Model name that requests ask for; null where the server has only one.</summary>
    public string? Model { get; init; }

    /// <summary>Which program it is, and so whose names its metrics have; null means that they tell.</summary>
    public ServerKind? Server { get; init; }

    /// <summary>Its own metrics are read; null means that they are not.</summary>
    public RelayConfig? Relay { get; init; }

    /// <summary>Probes; names are unique within the target.</summary>
    public ValueList<ProbeConfig> Probes { get; init; } = ValueList<ProbeConfig>.Empty;

    /// <summary>Times in which nothing is probed; empty means none.</summary>
    public ValueList<MaintenanceWindowConfig> Maintenance { get; init; } = ValueList<MaintenanceWindowConfig>.Empty;

    /// <summary>Whether the connections and the accept queue of its port are watched; default true. Only for a url on this host.</summary>
    public bool Sockets { get; init; } = true;

    /// <summary>How the verdict on it is reached.</summary>
    public StateConfig State { get; init; } = new();

    /// <summary>Access logs in which the real requests are counted; empty means none.</summary>
    public ValueList<AccessLogConfig> Logs { get; init; } = ValueList<AccessLogConfig>.Empty;

    /// <summary>Objectives; null means none.</summary>
    public SloConfig? Slo { get; init; }
}
