namespace Exporter.Gpu.Readings;

/// <summary>Why the clocks of a GPU are lower than they could be. An idle GPU is not throttled, so idleness is no reason.</summary>
[Flags]
internal enum GpuThrottleReasons
{
    None = 0,

    /// <summary>Clocks set by the operator.</summary>
    AppClocks = 1 << 0,

    /// <summary>The power limit is reached.</summary>
    SwPowerCap = 1 << 1,

    /// <summary>The hardware slows down, for heat or for power.</summary>
    HwSlowdown = 1 << 2,

    /// <summary>Clocks follow those of a group of GPUs.</summary>
    SyncBoost = 1 << 3,

    /// <summary>The driver slows down for heat.</summary>
    SwThermal = 1 << 4,

    /// <summary>The hardware slows down for heat.</summary>
    HwThermal = 1 << 5,

    /// <summary>The power supply asked for less.</summary>
    HwPowerBrake = 1 << 6,

    /// <summary>A display's clock setting.</summary>
    Display = 1 << 7,
}
