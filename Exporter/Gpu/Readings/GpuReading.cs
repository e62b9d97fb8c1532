namespace Exporter.Gpu.Readings;

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

    /// <summary>The driver's samples added up; the others likewise.</summary>
    public GpuEngineTime? TimeGeneral { get; init; }

    public GpuEngineTime? TimeMemory { get; init; }

    public GpuEngineTime? TimeEncoder { get; init; }

    public GpuEngineTime? TimeDecoder { get; init; }

    /// <summary>Device memory as installed, in bytes; for an integrated GPU the memory of the host, which it shares.</summary>
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

    /// <summary>Energy, beginning at the driver's own count; never falls, also when the driver begins anew.</summary>
    public double? EnergyJoules { get; init; }

    public double? TemperatureGpuCelsius { get; init; }

    public double? TemperatureMemoryCelsius { get; init; }

    /// <summary>How much hotter the GPU may become before it slows down.</summary>
    public double? TemperatureMarginCelsius { get; init; }

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

    /// <summary>How long each reason has held them down; null where the driver tells neither reasons nor times.</summary>
    public GpuThrottledTime? ThrottledTime { get; init; }

    public int? PcieGeneration { get; init; }

    /// <summary>Lanes in use.</summary>
    public int? PcieWidth { get; init; }

    /// <summary>Bytes; never falls.</summary>
    public double? PcieReceivedBytes { get; init; }

    /// <summary>Bytes; never falls.</summary>
    public double? PcieTransmittedBytes { get; init; }

    /// <summary>Bytes over all links; never falls.</summary>
    public double? NvlinkReceivedBytes { get; init; }

    /// <summary>Bytes over all links; never falls.</summary>
    public double? NvlinkTransmittedBytes { get; init; }

    /// <summary>Since the reading before; null on cards before Hopper and at the first reading.</summary>
    public GpuActivity? Activity { get; init; }

    /// <summary>The parts that MIG cut the GPU into; none without MIG.</summary>
    public IReadOnlyList<GpuInstance> Instances { get; init; } = [];

    /// <summary>The processes that hold memory of this GPU; null where the driver cannot list them.</summary>
    public IReadOnlyList<GpuProcess>? Processes { get; init; }

    /// <summary>The processes that computed since the reading before; null where the driver cannot tell them apart.</summary>
    public IReadOnlyList<GpuProcessActivity>? ProcessActivities { get; init; }

    /// <summary>What tells of wear and defects.</summary>
    public GpuHealth Health { get; init; } = GpuHealth.Unknown;

    /// <summary>What seldom changes.</summary>
    public GpuLimits Limits { get; init; } = GpuLimits.None;
}
