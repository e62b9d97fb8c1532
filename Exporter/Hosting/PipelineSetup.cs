using System.Diagnostics.Metrics;
using Exporter.Configuration;
using Exporter.Exposition;
using Exporter.Exposition.Push;
using Exporter.Gpu.Metrics;
using Exporter.Host;
using Exporter.Probes.Metrics;
using Exporter.Slo;
using Exporter.Traffic.Energy;
using Exporter.Traffic.Logs;
using Exporter.Traffic.Processes;
using Exporter.Traffic.ServerMetrics;
using Exporter.Traffic.Sockets;
using Exporter.Traffic.State;

namespace Exporter.Hosting;

/// <summary>What the exposition needs to know of the other rooms.</summary>
internal static class PipelineSetup
{
    public static MetricsPipelineOptions Options(ExporterConfig config) => new()
    {
        CardinalityLimit = CardinalityLimit,
        ResourceAttributes =
        [
            new("service.name", BuildInfo.Name),
            new("service.version", BuildInfo.Version),
            new("host.name", Environment.MachineName),
        ],
        NativeHistograms = config.Exposition.NativeHistograms,
        RuntimeMetrics = config.Exposition.RuntimeMetrics,
        SnapshotAge = config.Exposition.SnapshotAge,
        Otlp = config.Otlp is { } otlp ? Otlp(otlp) : null,
    };

    /// <summary>Every instrument says how many series it can have; the SDK's default would cost 187 KB for each.</summary>
    private static int CardinalityLimit(Instrument instrument) => instrument.Meter.Name switch
    {
        GpuMetrics.MeterName => GpuMetrics.CardinalityLimit(instrument),
        HostMetrics.MeterName => HostMetrics.CardinalityLimit(instrument),
        ProbeMetrics.MeterName => ProbeMetrics.CardinalityLimit(instrument),
        SloMetrics.MeterName => SloMetrics.CardinalityLimit(instrument),
        TargetProcessMetrics.MeterName => TargetProcessMetrics.CardinalityLimit(instrument),
        SocketMetrics.MeterName => SocketMetrics.CardinalityLimit(instrument),
        ServerMetricsMetrics.MeterName => ServerMetricsMetrics.CardinalityLimit(instrument),
        EnergyMetrics.MeterName => EnergyMetrics.CardinalityLimit(instrument),
        StateMetrics.MeterName => StateMetrics.CardinalityLimit(instrument),
        AccessLogMetrics.MeterName => AccessLogMetrics.CardinalityLimit(instrument),
        SelfMetrics.MeterName => SelfMetrics.CardinalityLimit(instrument),
        ScrapeMetrics.MeterName => ScrapeMetrics.CardinalityLimit(instrument),

        // The runtime's meters, where they are switched on: methods, status codes and server addresses of our own requests.
        var name when name.StartsWith("System.", StringComparison.Ordinal) => 200,

        // Nobody has said: the pipeline refuses the instrument and says so.
        _ => 0,
    };

    /// <summary>Headers of the push, read once: a change needs a restart like the section itself.</summary>
    private static OtlpPushOptions Otlp(OtlpConfig config) => new()
    {
        Endpoint = config.Endpoint,
        Interval = config.Interval,
        Headers = config.HeadersFile is { } path ? [.. File.ReadLines(path).Select(Header).OfType<KeyValuePair<string, string>>()] : [],
    };

    /// <summary>One <c>Name: value</c> line; null for a blank line or a comment.</summary>
    private static KeyValuePair<string, string>? Header(string line) =>
        line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && !line.StartsWith('#')
            ? new(line[..colon].Trim(), line[(colon + 1)..].Trim())
            : null;
}
