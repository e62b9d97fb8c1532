namespace Exporter.Gpu.Readings;

/// <summary>The driver's own counters of throttled time, in nanoseconds. Null where the driver has none.</summary>
internal readonly record struct GpuThrottleCounts(double? SwPowerCap, double? SyncBoost, double? SwThermal, double? HwThermal, double? HwPowerBrake);
