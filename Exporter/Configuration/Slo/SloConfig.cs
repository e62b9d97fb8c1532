namespace Exporter.Configuration.Slo;

/// <summary>Section <c>slo</c> of a target.</summary>
internal sealed record SloConfig
{
    /// <summary>Name of the probe whose answers count; default: the target's only probe.</summary>
    public required string Probe { get; init; }

    /// <summary>Share of probes that must succeed, 0 to 1 exclusive; null means no objective.</summary>
    public double? Availability { get; init; }

    /// <summary>Share of answered probes that may be wrong, 0 to 1 exclusive; null means no objective.</summary>
    public double? ErrorRate { get; init; }

    public ValueList<LatencyObjective> Latency { get; init; } = ValueList<LatencyObjective>.Empty;

    public ValueList<LatencyObjective> TimeToFirstToken { get; init; } = ValueList<LatencyObjective>.Empty;

    /// <summary>Share of answered cases whose class must be right, 0 to 1 exclusive; null means no objective.</summary>
    public double? Accuracy { get; init; }
}
