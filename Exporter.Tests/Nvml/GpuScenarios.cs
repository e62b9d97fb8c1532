using Exporter.Tests.NativeNvml;

namespace Exporter.Tests.Nvml;

/// <summary>Cards and drivers as the fake library plays them; between them they have every series.</summary>
internal static class GpuScenarios
{
    private static readonly string[] activity =
        ["hw.gpu.sm.active", "hw.gpu.sm.occupancy", "hw.gpu.tensor.active", "hw.gpu.dram.active", "hw.gpu.fp16.active", "hw.gpu.fp32.active", "hw.gpu.fp64.active"];

    private static readonly string[] nvlink = ["hw.gpu.nvlink.links", "hw.gpu.nvlink.errors"];
    private static readonly string[] rows = ["hw.gpu.remapped_rows", "hw.gpu.remapped_rows.pending", "hw.gpu.remapped_rows.failure"];
    private static readonly string[] pages = ["hw.gpu.retired_pages", "hw.gpu.retired_pages.pending"];
    private static readonly string[] samples = ["hw.gpu.busy_time", "hw.gpu.observed_time"];
    private static readonly string[] ecc = ["hw.errors", "hw.gpu.ecc.lifetime_errors"];

    public static GpuScenario[] All { get; } =
    [
        new(
            "An old card under R470",
            FakeDrivers.LackedByR470,
            ["driver_version 470.256.02", .. FakeDrivers.Server, "field 0 29 1 0", "field 0 30 1 0", "field 0 31 1 0", "return 0 nvmlDeviceGetRemappedRows 3"],
            [.. samples, .. ecc, .. pages, "hw.gpu.throttled_time", "hw.gpu.pcie.replays", "hw.gpu.process.utilization", "hw.gpu.memory.usage", "hw.fan.speed_ratio"],
            [.. activity, .. nvlink, .. rows, "hw.gpu.recovery_action", "hw.gpu.temperature.margin", "hw.gpu.memory.reserved", "hw.gpu.memory.unattributed", "hw.gpu.io"]),
        new(
            "An A100 under R535",
            [.. FakeDrivers.LackedByR535, "nvmlDeviceGetRunningProcessDetailList"],
            ["driver_version 535.54.03", "record 32", .. FakeDrivers.Server, .. FakeDrivers.Nvlink],
            [.. samples, .. ecc, .. rows, .. nvlink, "hw.gpu.io", "hw.gpu.process.memory.usage", "hw.gpu.process.utilization", "hw.gpu.memory.unattributed"],
            [.. activity, .. pages, "hw.gpu.recovery_action", "hw.gpu.temperature.margin", "hw.fan.speed_ratio"]),
        new(
            "An H100 under R580",
            [],
            ["driver_version 580.159.03", .. FakeDrivers.Server, .. FakeDrivers.Nvlink, .. FakeDrivers.Gpm, "card 0 margin 41", "field 0 230 1 0", "field 0 251 3 0", "field 0 197 3 5", "field 0 198 3 6"],
            [.. samples, .. ecc, .. rows, .. nvlink, .. activity, "hw.gpu.io", "hw.gpu.recovery_action", "hw.gpu.temperature.margin", "hw.gpu.power.average", "hw.gpu.throttled_time"],
            [.. pages, "hw.fan.speed_ratio"]) { Later = ["event 1 0 0x8 79", "event 2 0 0x8 31", "event 3 0 0x8 94", "event 4 0 0x8 4711"] },
        new(
            "A B200 under R595",
            [],
            ["driver_version 595.45.04", .. FakeDrivers.Server, .. FakeDrivers.Gpm, "card 0 margin 41", "field 0 230 1 1", "card 0 nvlink_0 1", "field 0 202 3 1", "field 0 204 3 2", "field 0 208 3 0"],
            [.. samples, .. ecc, .. rows, .. nvlink, .. activity, "hw.gpu.io", "hw.gpu.recovery_action"],
            [.. pages]),
        new(
            "A card for a desk",
            [],
            ["driver_version 580.65.06", "card 0 fans 2", "sample 0 1 1000000 50", "sample 0 1 1100000 50"],
            [.. samples, "hw.fan.speed_ratio", "hw.power", "hw.gpu.throttled", "hw.gpu.throttled_time"],
            [.. ecc, .. rows, .. pages, .. nvlink, .. activity, "hw.gpu.pcie.replays", "hw.gpu.recovery_action", "hw.gpu.io", "hw.gpu.process.utilization"]),
        new(
            "An H100 that MIG cut up",
            [],
            ["driver_version 580.65.06", .. FakeDrivers.Server, .. FakeDrivers.Mig],
            [.. ecc, "hw.gpu.memory.usage", "hw.gpu.sm.active", "hw.gpu.dram.active", "hw.power"],
            [.. samples, .. rows, "hw.gpu.process.utilization", "hw.gpu.tensor.active"]),
        new(
            "An integrated GPU",
            [],
            ["driver_version 580.173.02", "card 0 name GB10", "return 0 nvmlDeviceGetMemoryInfo_v2 3", "return 0 nvmlDeviceGetMemoryInfo 3"],
            ["hw.gpu.memory.limit", "hw.gpu.memory.usage", "hw.gpu.memory.utilization", "hw.power"],
            ["hw.gpu.memory.reserved", "hw.gpu.memory.unattributed", .. ecc, .. nvlink]),
        new(
            "A card that was lost",
            [],
            ["return 0 nvmlDeviceGetMemoryInfo_v2 15"],
            ["hw.status", "hw.gpu.info"],
            ["hw.power", "hw.gpu.memory.usage", "hw.gpu.utilization", .. samples, .. ecc]),
    ];
}
