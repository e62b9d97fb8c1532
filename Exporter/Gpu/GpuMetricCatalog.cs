using static Exporter.Gpu.GpuMetricKind;

namespace Exporter.Gpu;

/// <summary>Every metric of a GPU, one row each. A new one that the reading holds already is a new row and nothing else.</summary>
internal static class GpuMetricCatalog
{
    /// <summary>More fans than any card has.</summary>
    private const int MostFans = 8;

    public static IReadOnlyList<GpuMetric> Rows { get; } =
    [
        Row(Gauge, "hw.gpu.info", "", "The static facts of a GPU; always 1.", GpuStaticFacts.Labels, 1, GpuStaticFacts.Of),
        Row(UpDownCounter, "hw.status", "1", "State of the GPU's hardware, one series a state; a GPU that is lost keeps its series.", ["hw_state"], 4, Status).OfHardware(),

        Row(Gauge, "hw.gpu.utilization", "1", "Share of the driver's last sampling period (1/6 s to 1 s) in which the engine was busy.", "hw_gpu_task",
            ("general", r => r.UtilizationGeneral),
            ("memory", r => r.UtilizationMemory),
            ("encoder", r => r.UtilizationEncoder),
            ("decoder", r => r.UtilizationDecoder),
            ("jpeg", r => r.UtilizationJpeg),
            ("ofa", r => r.UtilizationOfa)),

        Row(UpDownCounter, "hw.gpu.memory.limit", "By", "Device memory of the GPU.", r => r.MemoryTotalBytes),
        Row(UpDownCounter, "hw.gpu.memory.usage", "By", "Device memory in use, without what driver and firmware reserve.", r => r.MemoryUsedBytes),
        Row(UpDownCounter, "hw.gpu.memory.reserved", "By", "Device memory that driver and firmware keep for themselves.", r => r.MemoryReservedBytes),
        Row(Gauge, "hw.gpu.memory.utilization", "1", "Share of the device memory in use.", r => r.MemoryTotalBytes > 0 ? r.MemoryUsedBytes / (double?)r.MemoryTotalBytes : null),
        Row(UpDownCounter, "hw.gpu.memory.unattributed", "By", "Device memory in use that no process the driver lists holds: leaked contexts or processes of other namespaces.", [], 1, Unattributed),
        Row(UpDownCounter, "hw.gpu.process.memory.usage", "By", "Device memory held by processes, by the target they belong to.", ["target", "process"], GpuProcessUsage.MostOwners + 16, Processes),

        Row(Gauge, "hw.power", "W", "Power drawn by the GPU now.", r => r.PowerWatts).OfHardware(),
        Row(Gauge, "hw.gpu.power.average", "W", "Power drawn by the GPU, averaged by the card over about a second.", r => r.PowerAverageWatts),
        Row(Gauge, "hw.gpu.power.limit", "W", "Power limit of the GPU: in force now, by default, and the range it can be set to.", "kind",
            ("enforced", r => r.PowerLimitEnforcedWatts),
            ("default", r => r.Limits.PowerDefaultWatts),
            ("min", r => r.Limits.PowerMinWatts),
            ("max", r => r.Limits.PowerMaxWatts)),
        Row(Counter, "hw.energy", "J", "Energy used by the GPU since its driver was loaded.", r => r.EnergyJoules).OfHardware(),

        Row(Gauge, "hw.temperature", "Cel", "Temperature of the GPU.", "sensor",
            ("gpu", r => r.TemperatureGpuCelsius),
            ("memory", r => r.TemperatureMemoryCelsius)).OfHardware(),
        Row(Gauge, "hw.temperature.limit", "Cel", "Temperature at which the GPU slows down or switches off, and the highest of normal operation.", "limit_type",
            ("slowdown", r => r.Limits.TemperatureSlowdownCelsius),
            ("shutdown", r => r.Limits.TemperatureShutdownCelsius),
            ("max_operating", r => r.Limits.TemperatureMaxOperatingCelsius)).OfHardware(),
        Row(Gauge, "hw.fan.speed_ratio", "1", "Intended speed of a fan of the GPU, as a share of its full speed.", ["fan"], MostFans, Fans).OfHardware(),

        Row(Gauge, "hw.gpu.clock", "Hz", "Clock of a domain of the GPU now.", "domain",
            ("graphics", r => r.ClockGraphicsHertz),
            ("sm", r => r.ClockSmHertz),
            ("memory", r => r.ClockMemoryHertz),
            ("video", r => r.ClockVideoHertz)),
        Row(Gauge, "hw.gpu.clock.limit", "Hz", "Highest clock of a domain of the GPU.", "domain",
            ("graphics", r => r.Limits.ClockGraphicsHertz),
            ("sm", r => r.Limits.ClockSmHertz),
            ("memory", r => r.Limits.ClockMemoryHertz),
            ("video", r => r.Limits.ClockVideoHertz)),
        Row(Gauge, "hw.gpu.performance_state", "", "Performance state of the GPU; 0 is the fastest.", r => r.PerformanceState),
        Row(Gauge, "hw.gpu.throttled", "", "Whether the GPU's clocks are held down for this reason now, 0 or 1.", "reason",
            ("app_clocks", r => Has(r, GpuThrottleReasons.AppClocks)),
            ("sw_power_cap", r => Has(r, GpuThrottleReasons.SwPowerCap)),
            ("hw_slowdown", r => Has(r, GpuThrottleReasons.HwSlowdown)),
            ("sync_boost", r => Has(r, GpuThrottleReasons.SyncBoost)),
            ("sw_thermal", r => Has(r, GpuThrottleReasons.SwThermal)),
            ("hw_thermal", r => Has(r, GpuThrottleReasons.HwThermal)),
            ("hw_power_brake", r => Has(r, GpuThrottleReasons.HwPowerBrake)),
            ("display", r => Has(r, GpuThrottleReasons.Display))),

        Row(Gauge, "hw.gpu.pcie.link.generation", "", "PCIe generation of the GPU's link: now, and the best that card and slot allow.", "state",
            ("current", r => r.PcieGeneration),
            ("max", r => r.Limits.PcieGeneration)),
        Row(Gauge, "hw.gpu.pcie.link.width", "", "PCIe lanes of the GPU's link: now, and the most that card and slot allow.", "state",
            ("current", r => r.PcieWidth),
            ("max", r => r.Limits.PcieWidth)),
    ];

    private static double? Has(GpuReading reading, GpuThrottleReasons reason) =>
        reading.ThrottleReasons is { } reasons ? Convert.ToDouble((reasons & reason) != 0) : null;

    private static IEnumerable<GpuPoint> Status(GpuView view) => view.Status is not { } status ? [] :
    [
        new(Convert.ToDouble(status is GpuStatus.Ok), "ok"),
        new(Convert.ToDouble(status is GpuStatus.Degraded), "degraded"),
        new(Convert.ToDouble(status is GpuStatus.Failed), "failed"),
        new(Convert.ToDouble(status is GpuStatus.PredictedFailure), "predicted_failure"),
    ];

    private static IEnumerable<GpuPoint> Unattributed(GpuView view) => view.Snapshot?.MemoryUnattributedBytes is { } bytes ? [new(bytes)] : [];

    private static IEnumerable<GpuPoint> Processes(GpuView view) =>
        view.Snapshot?.Processes?.Select(usage => new GpuPoint(usage.MemoryBytes, usage.Owner.Target, usage.Owner.Process)) ?? [];

    private static IEnumerable<GpuPoint> Fans(GpuView view)
    {
        var fans = view.Reading?.FanSpeedRatios ?? [];
        for (var i = 0; i < Math.Min(fans.Count, MostFans); i++)
        {
            if (fans[i] is { } ratio)
            {
                yield return new(ratio, i.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>A metric with one series a GPU.</summary>
    private static GpuMetric Row(GpuMetricKind kind, string name, string unit, string description, Func<GpuReading, double?> value) =>
        Row(kind, name, unit, description, [], 1, view => view.Reading is { } reading && value(reading) is { } known ? [new GpuPoint(known)] : []);

    /// <summary>A metric with one series for each value of one label.</summary>
    private static GpuMetric Row(GpuMetricKind kind, string name, string unit, string description, string label, params (string LabelValue, Func<GpuReading, double?> Value)[] series) =>
        Row(kind, name, unit, description, [label], series.Length, view => Each(view.Reading, series));

    /// <summary>A metric whose series depend on more than the reading.</summary>
    private static GpuMetric Row(GpuMetricKind kind, string name, string unit, string description, IReadOnlyList<string> labels, int seriesPerGpu, Func<GpuView, IEnumerable<GpuPoint>> points) =>
        new() { Kind = kind, Name = name, Unit = unit, Description = description, Labels = labels, SeriesPerGpu = seriesPerGpu, Points = points };

    private static IEnumerable<GpuPoint> Each(GpuReading? reading, (string LabelValue, Func<GpuReading, double?> Value)[] series)
    {
        if (reading is null)
        {
            yield break;
        }

        foreach (var (labelValue, value) in series)
        {
            if (value(reading) is { } known)
            {
                yield return new(known, labelValue);
            }
        }
    }
}
