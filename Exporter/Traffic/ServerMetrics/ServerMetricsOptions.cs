using Exporter.Configuration;

namespace Exporter.Traffic.ServerMetrics;

/// <summary>Whose metrics are read.</summary>
internal sealed record ServerMetricsOptions
{
    public ValueList<ServerMetricsTarget> Targets { get; init; } = ValueList<ServerMetricsTarget>.Empty;

    public static ServerMetricsOptions Of(ExporterConfig config) => new()
    {
        Targets = new ValueList<ServerMetricsTarget>(config.Targets.Select(ServerMetricsTarget.Of).OfType<ServerMetricsTarget>()),
    };
}
