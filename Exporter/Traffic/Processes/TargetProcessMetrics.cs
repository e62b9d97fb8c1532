using System.Diagnostics.Metrics;

namespace Exporter.Traffic.Processes;

/// <summary>Publishes what the processes of each target use.</summary>
internal sealed class TargetProcessMetrics : IDisposable
{
    public const string MeterName = "modelhost_exporter.target";

    private readonly Meter meter = new(MeterName);
    private readonly TargetProcesses processes;

    public TargetProcessMetrics(TargetProcesses processes)
    {
        this.processes = processes;
        meter.CreateObservableGauge("target.processes", () => Observe(u => u.Processes), "{process}", "Processes of the target: who listens on its port, its descendants, and those of its service or container; 0 where none is seen.");
        meter.CreateObservableCounter("target.process.cpu.time", () => Observe(u => u.CpuSeconds), "s", "CPU time used by the target's processes.");
        meter.CreateObservableGauge("target.process.memory.usage", () => Observe(u => u.ResidentBytes, needsProcess: true), "By", "Memory in RAM of the target's processes; pages that several share count for each.");
        meter.CreateObservableGauge("target.process.open_fds", () => Observe(u => u.OpenFiles), "{file_descriptor}", "Open file descriptors of the target's processes; absent where they cannot be looked at.");
        meter.CreateObservableGauge("target.process.threads", () => Observe(u => u.Threads, needsProcess: true), "{thread}", "Threads of the target's processes.");
        meter.CreateObservableGauge("target.process.start_time", () => Observe(u => u.StartTime?.ToUnixTimeMilliseconds() / 1000.0), "s", "Unix time at which the oldest of the target's processes was started.");
    }

    public static int CardinalityLimit(Instrument instrument) => 1024;

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<double>> Observe(Func<ProcessTreeUsage, double?> value, bool needsProcess = false)
    {
        foreach (var usage in processes.Usage)
        {
            if (value(usage) is { } known && (!needsProcess || usage.Processes > 0))
            {
                yield return new(known, new KeyValuePair<string, object?>("target", usage.Target));
            }
        }
    }
}
