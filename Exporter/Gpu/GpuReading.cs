namespace Exporter.Gpu;

/// <summary>One reading of a GPU, in base units. Null means "not supported by this card", and then no series exists.</summary>
internal sealed record GpuReading
{
    /// <summary>Share of the last sampling period (1/6 s to 1 s) in which a kernel was running; 0 to 1.</summary>
    public double? UtilizationGeneral { get; init; }

    /// <summary>Share of the last sampling period in which device memory was read or written; 0 to 1.</summary>
    public double? UtilizationMemory { get; init; }

    /// <summary>0 to 1.</summary>
    public double? UtilizationEncoder { get; init; }

    /// <summary>0 to 1.</summary>
    public double? UtilizationDecoder { get; init; }

    /// <summary>0 to 1.</summary>
    public double? UtilizationJpeg { get; init; }

    /// <summary>Optical flow accelerator; 0 to 1.</summary>
    public double? UtilizationOfa { get; init; }

    /// <summary>Device memory as installed, in bytes.</summary>
    public long? MemoryTotalBytes { get; init; }

    /// <summary>Allocated device memory in bytes; without <see cref="MemoryReservedBytes"/> where that is known, else with it.</summary>
    public long? MemoryUsedBytes { get; init; }

    /// <summary>Memory that driver and firmware keep for themselves, in bytes.</summary>
    public long? MemoryReservedBytes { get; init; }

    /// <summary>Instantaneous draw; where the card has only its own short average, that.</summary>
    public double? PowerWatts { get; init; }

    /// <summary>The card's own average over about a second.</summary>
    public double? PowerAverageWatts { get; init; }

    /// <summary>The limit in force now: the lowest of all that apply.</summary>
    public double? PowerLimitEnforcedWatts { get; init; }

    /// <summary>Energy since the driver was loaded; never falls while it stays loaded.</summary>
    public double? EnergyJoules { get; init; }

    public double? TemperatureGpuCelsius { get; init; }

    public double? TemperatureMemoryCelsius { get; init; }

    /// <summary>Intended speed of every fan in the driver's order, 1 = its full speed (a fan may be asked for more); empty for a card without fans.</summary>
    public IReadOnlyList<double?> FanSpeedRatios { get; init; } = [];

    public double? ClockGraphicsHertz { get; init; }

    public double? ClockSmHertz { get; init; }

    public double? ClockMemoryHertz { get; init; }

    public double? ClockVideoHertz { get; init; }

    /// <summary>0 (fastest) to 15.</summary>
    public int? PerformanceState { get; init; }

    /// <summary>What holds the clocks down now.</summary>
    public GpuThrottleReasons? ThrottleReasons { get; init; }

    public int? PcieGeneration { get; init; }

    /// <summary>Lanes in use.</summary>
    public int? PcieWidth { get; init; }

    /// <summary>The processes that hold memory of this GPU; null where the driver cannot list them.</summary>
    public IReadOnlyList<GpuProcess>? Processes { get; init; }

    /// <summary>What seldom changes.</summary>
    public GpuLimits Limits { get; init; } = GpuLimits.None;
}
