using Exporter.Gpu.Readings;

namespace Exporter.Nvml.Devices;

/// <summary>NVML's bit mask of what holds the clocks down. Bit 0 is idleness, which is no throttling.</summary>
internal static class NvmlThrottle
{
    public static GpuThrottleReasons Reasons(ulong mask) =>
        On(mask, 0x2, GpuThrottleReasons.AppClocks)
        | On(mask, 0x4, GpuThrottleReasons.SwPowerCap)
        | On(mask, 0x8, GpuThrottleReasons.HwSlowdown)
        | On(mask, 0x10, GpuThrottleReasons.SyncBoost)
        | On(mask, 0x20, GpuThrottleReasons.SwThermal)
        | On(mask, 0x40, GpuThrottleReasons.HwThermal)
        | On(mask, 0x80, GpuThrottleReasons.HwPowerBrake)
        | On(mask, 0x100, GpuThrottleReasons.Display);

    private static GpuThrottleReasons On(ulong mask, ulong bit, GpuThrottleReasons reason) => (mask & bit) != 0 ? reason : GpuThrottleReasons.None;
}
