using System.Diagnostics.Metrics;

namespace Exporter.Tests.Exposition.Support;

/// <summary>Instruments with fixed readings, in the shapes the daemon has: a GPU, two probes, a process.</summary>
internal sealed class CannedInstruments : IDisposable
{
    private readonly List<Meter> meters = [];

    public CannedInstruments(string prefix)
    {
        MakeGpu(Add(new Meter($"{prefix}.gpu")));
        MakeProbe(Add(new Meter(new MeterOptions($"{prefix}.probe") { Tags = [new("target", "qwen3-4b"), new("probe", "chat")] })), 0.25, 3.5);
        MakeProbe(Add(new Meter(new MeterOptions($"{prefix}.probe") { Tags = [new("target", "uninlu"), new("probe", "predict")] })), 0.004);
        MakeProcess(Add(new Meter($"{prefix}.self")));
    }

    public void Dispose() => meters.ForEach(m => m.Dispose());

    private Meter Add(Meter meter)
    {
        meters.Add(meter);
        return meter;
    }

    private static void MakeGpu(Meter meter)
    {
        KeyValuePair<string, object?> gpu = new("gpu", 0), id = new("hw_id", "GPU-6a9c");
        meter.CreateObservableGauge("hw.gpu.info", () => new Measurement<int>(1, gpu, id, new("hw_model", "A \"quoted\" card\\rev\n2")), null, "Static facts: \\ and\na second line.");
        meter.CreateObservableGauge("hw.power", () => new Measurement<double>(301.25, gpu, id), "W", "Power drawn now.");
        meter.CreateObservableGauge("hw.gpu.utilization", () => new Measurement<double>(0.97, gpu, id, new("hw_gpu_task", "general")), "1", "Share of time with work.");
        meter.CreateObservableUpDownCounter("hw.status", () => new[] { new Measurement<int>(1, gpu, id, new("hw_state", "ok")), new Measurement<int>(0, gpu, id, new("hw_state", "failed")) }, "1", "State of the card.");
        meter.CreateObservableCounter("hw.energy", () => new Measurement<double>(123456789.012, gpu, id), "J", "Energy drawn.");
        meter.CreateObservableGauge("hw.temperature", () => new Measurement<double>(61, gpu, id), "Cel", "Temperature.");
        meter.CreateObservableGauge("hw.gpu.clock", () => new Measurement<long>(1_980_000_000, gpu, id), "Hz", "Clock.");
        meter.CreateObservableUpDownCounter("hw.gpu.memory.usage", () => new Measurement<long>(85_899_345_920, gpu, id), "By", "Memory in use.");
        meter.CreateObservableCounter("hw.errors", () => new Measurement<long>(0, gpu, id), "{error}", "Errors.");
    }

    private static void MakeProbe(Meter meter, params double[] durations)
    {
        meter.CreateObservableGauge("probe.success", () => 1, null, "Whether the last probe succeeded.");
        meter.CreateObservableGauge("probe.duration", () => durations[^1], "s", "Duration of the last probe.");
        var requests = meter.CreateCounter<long>("probe.requests", null, "Probes by outcome.");
        var histogram = meter.CreateHistogram("probe.request.duration", "s", "Duration of successful probes.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.5, 3] });
        requests.Add(0, new KeyValuePair<string, object?>("outcome", "timeout"));
        foreach (var duration in durations)
        {
            requests.Add(1, new KeyValuePair<string, object?>("outcome", "success"));
            histogram.Record(duration);
        }
    }

    private static void MakeProcess(Meter meter)
    {
        meter.CreateObservableCounter("process.cpu", () => 12.5, "s", "CPU time of this process.");
        meter.CreateObservableGauge("process.resident_memory", () => 52_428_800L, "By", "Resident memory of this process.");
    }
}
