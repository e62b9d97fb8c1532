using System.Diagnostics.Metrics;
using Exporter.Host;
using Exporter.Scheduling;

namespace Exporter.Hosting;

/// <summary>The exporter's own health: what runs, whether the configuration was taken, whether each collector works, what the process costs.</summary>
internal sealed class SelfMetrics : IDisposable
{
    public const string MeterName = "modelhost_exporter.self";

    private readonly Meter meter = new(MeterName);
    private readonly CollectorHealthBoard board;
    private readonly Func<ReloadState> reload;
    private readonly Func<SelfProcess> process;

    /// <param name="board">The collectors that exist now.</param>
    /// <param name="reload">The last reload; called at every scrape.</param>
    /// <param name="process">The process as last read; called at every scrape.</param>
    public SelfMetrics(CollectorHealthBoard board, Func<ReloadState> reload, Func<SelfProcess> process)
    {
        this.board = board;
        this.reload = reload;
        this.process = process;
        CreateIdentity();
        CreateCollectors();
        CreateProcess();
    }

    /// <summary>Sixteen GPUs with a session and a host collector, each with one of a closed set of reasons over time.</summary>
    public static int CardinalityLimit(Instrument instrument) => instrument.Name switch
    {
        "modelhost_exporter.collector.failing" => 1024,
        var name when name.StartsWith("modelhost_exporter.collector.", StringComparison.Ordinal) => 64,
        "modelhost_exporter.config.info" => 256,
        _ => 4,
    };

    public void Dispose() => meter.Dispose();

    private void CreateIdentity()
    {
        meter.CreateObservableGauge(
            "modelhost_exporter.build_info",
            () => new Measurement<int>(1, Label("version", BuildInfo.Version), Label("revision", BuildInfo.Revision), Label("runtime", BuildInfo.Runtime)),
            description: "Always 1; what runs.");
        meter.CreateObservableGauge(
            "modelhost_exporter.config.last_reload.successful",
            () => reload().Successful ? 1 : 0,
            description: "Whether the last attempt to load the configuration succeeded; 0 means that the one before is in force.");
        meter.CreateObservableGauge(
            "modelhost_exporter.config.last_reload.time",
            () => Unix(reload().LastSuccess),
            "s",
            "Unix time at which a configuration was last taken over.");
        meter.CreateObservableGauge(
            "modelhost_exporter.config.info",
            () => new Measurement<int>(1, Label("digest", reload().Digest)),
            description: "Always 1; digest of the configuration in force.");
    }

    private void CreateCollectors()
    {
        meter.CreateObservableGauge(
            "modelhost_exporter.collector.up",
            () => Observe(s => s.IsUp is { } up ? (up ? 1 : 0) : null),
            description: "Whether the collector's last collection succeeded (1) or not (0).");
        meter.CreateObservableGauge(
            "modelhost_exporter.collector.failing",
            Failing,
            description: "1 for the reason for which the collector is not up; absent while it is.");
        meter.CreateObservableGauge(
            "modelhost_exporter.collector.duration",
            () => Observe(s => s.Duration?.TotalSeconds),
            "s",
            "Duration of the collector's last finished collection.");
        meter.CreateObservableGauge(
            "modelhost_exporter.collector.last_success.time",
            () => Observe(s => s.LastSuccess is { } at ? Unix(at) : null),
            "s",
            "Unix time of the collector's last success.");
        meter.CreateObservableGauge(
            "modelhost_exporter.collector.overdue",
            () => Observe(s => s.IsUp is null && !s.IsOverdue ? null : s.IsOverdue ? 1 : 0),
            description: "1 while a collection runs for longer than it may, such as a hung driver call.");
    }

    /// <summary>Names and meaning as every Prometheus client library has them.</summary>
    private void CreateProcess()
    {
        meter.CreateObservableCounter("process.cpu", () => OfProcess(p => p.CpuSeconds), "s", "Total user and system CPU time spent in seconds.");
        meter.CreateObservableGauge("process.resident_memory", () => OfProcess(p => p.ResidentBytes), "By", "Resident memory size in bytes.");
        meter.CreateObservableGauge("process.virtual_memory", () => OfProcess(p => p.VirtualBytes), "By", "Virtual memory size in bytes.");
        meter.CreateObservableGauge("process.start_time", () => OfProcess(p => p.StartTimeSeconds), "s", "Start time of the process since unix epoch in seconds.");
        meter.CreateObservableGauge("process.open_fds", () => OfProcess(p => p.OpenFiles), description: "Number of open file descriptors.");
        meter.CreateObservableGauge("process.max_fds", () => OfProcess(p => p.MaxOpenFiles), description: "Maximum number of open file descriptors.");
    }

    private IEnumerable<Measurement<double>> Observe(Func<CollectorState, double?> value)
    {
        foreach (var collector in board.All)
        {
            if (value(collector.Read()) is { } known)
            {
                yield return new(known, Label("collector", collector.Collector), Label("gpu", collector.Gpu ?? ""));
            }
        }
    }

    private IEnumerable<Measurement<int>> Failing()
    {
        foreach (var collector in board.All)
        {
            if (collector.Read() is { IsUp: false, Reason: { } reason })
            {
                yield return new(1, Label("collector", collector.Collector), Label("gpu", collector.Gpu ?? ""), Label("reason", reason));
            }
        }
    }

    private IEnumerable<Measurement<double>> OfProcess(Func<SelfProcess, double?> value)
    {
        if (value(process()) is { } known)
        {
            yield return new(known);
        }
    }

    private static double Unix(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 1000.0;

    private static KeyValuePair<string, object?> Label(string key, string value) => new(key, value);
}
