using System.Globalization;

namespace Exporter.Commands.Gpus;

/// <summary>Which of NVML's functions each series of a card comes from, for the words about one that is missing.</summary>
internal static class ReadingSources
{
    private const string Fields = "nvmlDeviceGetFieldValues";
    private const string MemoryV2 = "nvmlDeviceGetMemoryInfo_v2";
    private const string MemoryV1 = "nvmlDeviceGetMemoryInfo";
    private const string Processes = "nvmlDeviceGetComputeRunningProcesses_v3";
    private const string Threshold = "nvmlDeviceGetTemperatureThreshold";
    private const string Reasons = "nvmlDeviceGetCurrentClocksEventReasons";
    private const string OldReasons = "nvmlDeviceGetCurrentClocksThrottleReasons";
    private const string Rows = "nvmlDeviceGetRemappedRows";

    private static readonly string[] domains = ["graphics", "sm", "memory", "video"];
    private static readonly string[] engines = ["general", "memory", "encoder", "decoder"];
    private static readonly string[] activities = ["sm.active", "sm.occupancy", "tensor.active", "dram.active", "fp16.active", "fp32.active", "fp64.active"];
    private static readonly string[] throttleReasons = ["app_clocks", "sw_power_cap", "hw_slowdown", "sync_boost", "sw_thermal", "hw_thermal", "hw_power_brake", "display"];

    /// <summary>Metrics that a single look at a card cannot have.</summary>
    public static IReadOnlySet<string> CountedByTheDaemon { get; } = new HashSet<string> { "hw.gpu.xid_errors", "hw.gpu.xid.last_time" };

    public static IReadOnlyList<ReadingSource> All { get; } =
    [
        new("hw.gpu.info", null, "nvmlDeviceGetUUID"),
        new("hw.status", null, "nvmlDeviceGetUUID"),
        new("hw.gpu.utilization", "general", "nvmlDeviceGetUtilizationRates"),
        new("hw.gpu.utilization", "memory", "nvmlDeviceGetUtilizationRates"),
        new("hw.gpu.utilization", "encoder", "nvmlDeviceGetEncoderUtilization"),
        new("hw.gpu.utilization", "decoder", "nvmlDeviceGetDecoderUtilization"),
        new("hw.gpu.utilization", "jpeg", "nvmlDeviceGetJpgUtilization"),
        new("hw.gpu.utilization", "ofa", "nvmlDeviceGetOfaUtilization"),
        .. engines.Select((engine, i) => new ReadingSource("hw.gpu.busy_time", engine, Of("nvmlDeviceGetSamples", i + 1))),
        .. engines.Select((engine, i) => new ReadingSource("hw.gpu.observed_time", engine, Of("nvmlDeviceGetSamples", i + 1))),
        new("hw.gpu.memory.limit", null, MemoryV2, MemoryV1),
        new("hw.gpu.memory.usage", null, MemoryV2, MemoryV1),
        new("hw.gpu.memory.reserved", null, MemoryV2),
        new("hw.gpu.memory.utilization", null, MemoryV2, MemoryV1),
        new("hw.gpu.memory.unattributed", null, MemoryV2, Processes),
        new("hw.gpu.process.memory.usage", null, Processes),
        new("hw.gpu.process.utilization", null, "nvmlDeviceGetProcessUtilization"),
        new("hw.power", null, Field(186), "nvmlDeviceGetPowerUsage"),
        new("hw.gpu.power.average", null, Field(185)),
        new("hw.gpu.power.limit", "enforced", "nvmlDeviceGetEnforcedPowerLimit"),
        new("hw.gpu.power.limit", "default", "nvmlDeviceGetPowerManagementDefaultLimit"),
        new("hw.gpu.power.limit", "min", "nvmlDeviceGetPowerManagementLimitConstraints"),
        new("hw.gpu.power.limit", "max", "nvmlDeviceGetPowerManagementLimitConstraints"),
        new("hw.energy", null, "nvmlDeviceGetTotalEnergyConsumption"),
        new("hw.temperature", "gpu", "nvmlDeviceGetTemperatureV", "nvmlDeviceGetTemperature"),
        new("hw.temperature", "memory", Field(82)),
        new("hw.temperature.limit", "slowdown", Of(Threshold, 1)),
        new("hw.temperature.limit", "shutdown", Of(Threshold, 0)),
        new("hw.temperature.limit", "max_operating", Of(Threshold, 3)),
        new("hw.gpu.temperature.margin", null, "nvmlDeviceGetMarginTemperature"),
        new("hw.fan.speed_ratio", null, "nvmlDeviceGetNumFans", "nvmlDeviceGetFanSpeed"),
        .. domains.Select((domain, i) => new ReadingSource("hw.gpu.clock", domain, Of("nvmlDeviceGetClockInfo", i))),
        .. domains.Select((domain, i) => new ReadingSource("hw.gpu.clock.limit", domain, Of("nvmlDeviceGetMaxClockInfo", i))),
        new("hw.gpu.performance_state", null, "nvmlDeviceGetPerformanceState"),
        .. throttleReasons.Select(reason => new ReadingSource("hw.gpu.throttled", reason, Reasons, OldReasons)),
        .. throttleReasons.Select(reason => new ReadingSource("hw.gpu.throttled_time", reason, Reasons, OldReasons)),
        .. activities.Select(activity => new ReadingSource($"hw.gpu.{activity}", null, "nvmlGpmQueryDeviceSupport", "nvmlGpmSampleGet", "nvmlGpmMetricsGet")),
        new("hw.gpu.io", "pcie receive", Field(198), "nvmlGpmQueryDeviceSupport"),
        new("hw.gpu.io", "pcie transmit", Field(197), "nvmlGpmQueryDeviceSupport"),
        new("hw.gpu.io", "nvlink receive", Field(204), Field(139), "nvmlGpmQueryDeviceSupport"),
        new("hw.gpu.io", "nvlink transmit", Field(202), Field(138), "nvmlGpmQueryDeviceSupport"),
        new("hw.gpu.pcie.link.generation", "current", "nvmlDeviceGetCurrPcieLinkGeneration"),
        new("hw.gpu.pcie.link.generation", "max", "nvmlDeviceGetMaxPcieLinkGeneration"),
        new("hw.gpu.pcie.link.width", "current", "nvmlDeviceGetCurrPcieLinkWidth"),
        new("hw.gpu.pcie.link.width", "max", "nvmlDeviceGetMaxPcieLinkWidth"),
        new("hw.gpu.pcie.replays", null, "nvmlDeviceGetPcieReplayCounter", Field(94)),
        new("hw.gpu.nvlink.links", "active", Field(91), "nvmlDeviceGetNvLinkState"),
        new("hw.gpu.nvlink.links", "inactive", Field(91), "nvmlDeviceGetNvLinkState"),
        new("hw.gpu.nvlink.errors", null, "nvmlDeviceGetNvLinkState", Field(161), Field(208)),
        new("hw.errors", null, "nvmlDeviceGetMemoryErrorCounter", "nvmlDeviceGetTotalEccErrors"),
        new("hw.gpu.ecc.lifetime_errors", "corrected", "nvmlDeviceGetTotalEccErrors"),
        new("hw.gpu.ecc.lifetime_errors", "uncorrected", "nvmlDeviceGetTotalEccErrors"),
        new("hw.gpu.remapped_rows", "corrected", Rows, Field(142)),
        new("hw.gpu.remapped_rows", "uncorrected", Rows, Field(143)),
        new("hw.gpu.remapped_rows.pending", null, Rows, Field(144)),
        new("hw.gpu.remapped_rows.failure", null, Rows, Field(145)),
        new("hw.gpu.retired_pages", "corrected", Field(29)),
        new("hw.gpu.retired_pages", "uncorrected", Field(30)),
        new("hw.gpu.retired_pages.pending", null, Field(31)),
        new("hw.gpu.recovery_action", null, Field(230)),
    ];

    private static string Field(int id) => Of(Fields, id);

    private static string Of(string function, int which) => string.Create(CultureInfo.InvariantCulture, $"{function}({which})");
}
