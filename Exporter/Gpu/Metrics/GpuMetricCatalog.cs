using Exporter.Gpu.Events;
using Exporter.Gpu.Processes;
using Exporter.Gpu.Readings;

using static Exporter.Gpu.Metrics.GpuMetricKind;
using static Exporter.Gpu.Metrics.GpuMetricRow;

namespace Exporter.Gpu.Metrics;

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

        Row(Counter, "hw.gpu.busy_time", "s", "Time the engine was busy by the driver's samples: its rate is the true mean over any window.", "hw_gpu_task",
            ("general", r => r.TimeGeneral?.BusySeconds),
            ("memory", r => r.TimeMemory?.BusySeconds),
            ("encoder", r => r.TimeEncoder?.BusySeconds),
            ("decoder", r => r.TimeDecoder?.BusySeconds)),
        Row(Counter, "hw.gpu.observed_time", "s", "Time that the samples behind hw.gpu.busy_time cover: its rate is 1 unless samples were lost.", "hw_gpu_task",
            ("general", r => r.TimeGeneral?.ObservedSeconds),
            ("memory", r => r.TimeMemory?.ObservedSeconds),
            ("encoder", r => r.TimeEncoder?.ObservedSeconds),
            ("decoder", r => r.TimeDecoder?.ObservedSeconds)),

        Row(UpDownCounter, "hw.gpu.memory.limit", "By", "Device memory of the GPU; of a part that MIG cut off where hw_parent names the GPU.", r => r.MemoryTotalBytes, i => i.MemoryTotalBytes),
        Row(UpDownCounter, "hw.gpu.memory.usage", "By", "Device memory in use, without what driver and firmware reserve.", r => r.MemoryUsedBytes, i => i.MemoryUsedBytes),
        Row(UpDownCounter, "hw.gpu.memory.reserved", "By", "Device memory that driver and firmware keep for themselves.", r => r.MemoryReservedBytes, i => i.MemoryReservedBytes),
        Row(Gauge, "hw.gpu.memory.utilization", "1", "Share of the device memory in use.", r => Share(r.MemoryUsedBytes, r.MemoryTotalBytes), i => Share(i.MemoryUsedBytes, i.MemoryTotalBytes)),
        Row(UpDownCounter, "hw.gpu.memory.unattributed", "By", "Device memory in use that no process the driver lists holds: leaked contexts or processes of other namespaces.", [], 1, Unattributed),
        Row(UpDownCounter, "hw.gpu.process.memory.usage", "By", "Device memory held by processes, by the target they belong to.", ["target", "process"], GpuProcessUsage.MostOwners + 16, Processes),
        Row(Gauge, "hw.gpu.process.utilization", "1", "Share of the GPU's multiprocessors used by processes, by the target they belong to: the driver's estimate.", ["target", "process"], GpuProcessUsage.MostOwners + 16, ProcessShares),

        Row(Gauge, "hw.power", "W", "Power drawn by the GPU now.", r => r.PowerWatts).OfHardware(),
        Row(Gauge, "hw.gpu.power.average", "W", "Power drawn by the GPU, averaged by the card over about a second.", r => r.PowerAverageWatts),
        Row(Gauge, "hw.gpu.power.limit", "W", "Power limit of the GPU: in force now, by default, and the range it can be set to.", "kind",
            ("enforced", r => r.PowerLimitEnforcedWatts),
            ("default", r => r.Limits.PowerDefaultWatts),
            ("min", r => r.Limits.PowerMinWatts),
            ("max", r => r.Limits.PowerMaxWatts)),
        Row(Counter, "hw.energy", "J", "Energy used by the GPU by its driver's counter; it goes on where it was when the driver begins anew.", r => r.EnergyJoules).OfHardware(),

        Row(Gauge, "hw.temperature", "Cel", "Temperature of the GPU.", "sensor",
            ("gpu", r => r.TemperatureGpuCelsius),
            ("memory", r => r.TemperatureMemoryCelsius)).OfHardware(),
        Row(Gauge, "hw.temperature.limit", "Cel", "Temperature at which the GPU slows down or switches off, and the highest of normal operation.", "limit_type",
            ("slowdown", r => r.Limits.TemperatureSlowdownCelsius),
            ("shutdown", r => r.Limits.TemperatureShutdownCelsius),
            ("max_operating", r => r.Limits.TemperatureMaxOperatingCelsius)).OfHardware(),
        Row(Gauge, "hw.gpu.temperature.margin", "Cel", "How much hotter the GPU may become before it slows down.", r => r.TemperatureMarginCelsius),
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
        Row(Counter, "hw.gpu.throttled_time", "s", "Time the GPU's clocks were held down for this reason: by the driver's own counter, else by looking at every reading.", "reason",
            ("app_clocks", r => r.ThrottledTime?.AppClocks),
            ("sw_power_cap", r => r.ThrottledTime?.SwPowerCap),
            ("hw_slowdown", r => r.ThrottledTime?.HwSlowdown),
            ("sync_boost", r => r.ThrottledTime?.SyncBoost),
            ("sw_thermal", r => r.ThrottledTime?.SwThermal),
            ("hw_thermal", r => r.ThrottledTime?.HwThermal),
            ("hw_power_brake", r => r.ThrottledTime?.HwPowerBrake),
            ("display", r => r.ThrottledTime?.Display)),

        Row(Gauge, "hw.gpu.sm.active", "1", "Share of the multiprocessors with work, averaged since the reading before.", r => r.Activity?.SmActive, i => i.Activity?.SmActive),
        Row(Gauge, "hw.gpu.sm.occupancy", "1", "Share of the warps that fit which were resident.", r => r.Activity?.SmOccupancy, i => i.Activity?.SmOccupancy),
        Row(Gauge, "hw.gpu.tensor.active", "1", "Share of the cycles in which a tensor pipe worked.", r => r.Activity?.TensorActive, i => i.Activity?.TensorActive),
        Row(Gauge, "hw.gpu.dram.active", "1", "Share of the bandwidth of the device memory in use.", r => r.Activity?.DramActive, i => i.Activity?.DramActive),
        Row(Gauge, "hw.gpu.fp16.active", "1", "Share of the cycles in which the half precision pipe worked.", r => r.Activity?.Fp16Active, i => i.Activity?.Fp16Active),
        Row(Gauge, "hw.gpu.fp32.active", "1", "Share of the cycles in which the single precision pipe worked.", r => r.Activity?.Fp32Active, i => i.Activity?.Fp32Active),
        Row(Gauge, "hw.gpu.fp64.active", "1", "Share of the cycles in which the double precision pipe worked.", r => r.Activity?.Fp64Active, i => i.Activity?.Fp64Active),

        Row(Counter, "hw.gpu.io", "By", "Bytes the GPU received and transmitted.", ["link", "network_io_direction"], 4, Traffic),

        Row(Gauge, "hw.gpu.pcie.link.generation", "", "PCIe generation of the GPU's link: now, and the best that card and slot allow.", "state",
            ("current", r => r.PcieGeneration),
            ("max", r => r.Limits.PcieGeneration)),
        Row(Gauge, "hw.gpu.pcie.link.width", "", "PCIe lanes of the GPU's link: now, and the most that card and slot allow.", "state",
            ("current", r => r.PcieWidth),
            ("max", r => r.Limits.PcieWidth)),
        .. GpuHealthCatalog.Rows,

        Row(Counter, "hw.gpu.xid_errors", "", "Xid errors that the GPU's driver reported since the exporter watches it, by code; critical codes exist from the start.", ["xid", "severity"], GpuXids.MostCodes, Xids),
        Row(Gauge, "hw.gpu.xid.last_time", "s", "Unix time of the last Xid error of this code.", ["xid"], GpuXids.MostCodes, XidTimes),
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

    private static IEnumerable<GpuPoint> ProcessShares(GpuView view) =>
        view.Snapshot?.ProcessShares?.Select(share => new GpuPoint(share.Utilization, share.Owner.Target, share.Owner.Process)) ?? [];

    private static IEnumerable<GpuPoint> Traffic(GpuView view)
    {
        var reading = view.Reading;
        if (reading?.PcieReceivedBytes is { } pcieReceived)
        {
            yield return new(pcieReceived, "pcie", "receive");
        }

        if (reading?.PcieTransmittedBytes is { } pcieTransmitted)
        {
            yield return new(pcieTransmitted, "pcie", "transmit");
        }

        if (reading?.NvlinkReceivedBytes is { } nvlinkReceived)
        {
            yield return new(nvlinkReceived, "nvlink", "receive");
        }

        if (reading?.NvlinkTransmittedBytes is { } nvlinkTransmitted)
        {
            yield return new(nvlinkTransmitted, "nvlink", "transmit");
        }
    }

    private static double? Share(long? used, long? total) => total > 0 ? used / (double?)total : null;

    private static IEnumerable<GpuPoint> Xids(GpuView view) => view.Identity is null ? [] : view.Xids.Select(xid => new GpuPoint(xid.Count, xid.Xid, xid.Severity));

    private static IEnumerable<GpuPoint> XidTimes(GpuView view) => view.Identity is null ? [] : view.Xids.Where(xid => xid.LastTime is not null).Select(xid => new GpuPoint(xid.LastTime!.Value, xid.Xid));

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
}
