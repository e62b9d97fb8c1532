using System.Globalization;
using Exporter.Gpu;
using Exporter.Gpu.Readings;

namespace Exporter.Tests.Gpu;

/// <summary>Canned readings.</summary>
internal static class Readings
{
    /// <summary>A card that supports everything; every value is different from every other.</summary>
    public static GpuReading Full { get; } = new()
    {
        UtilizationGeneral = 0.57,
        UtilizationMemory = 0.23,
        UtilizationEncoder = 0.01,
        UtilizationDecoder = 0.02,
        UtilizationJpeg = 0.03,
        UtilizationOfa = 0.04,
        TimeGeneral = new(1000.25, 2000.5),
        TimeMemory = new(400.25, 2001.5),
        TimeEncoder = new(1.25, 2002.5),
        TimeDecoder = new(2.25, 2003.5),
        MemoryTotalBytes = 80_000,
        MemoryUsedBytes = 40_000,
        MemoryReservedBytes = 600,
        PowerWatts = 310.5,
        PowerAverageWatts = 305.25,
        PowerLimitEnforcedWatts = 650,
        EnergyJoules = 123456.789,
        TemperatureGpuCelsius = 46,
        TemperatureMemoryCelsius = 52,
        TemperatureMarginCelsius = 41,
        FanSpeedRatios = [0.3, 0.31],
        ClockGraphicsHertz = 1755e6,
        ClockSmHertz = 1756e6,
        ClockMemoryHertz = 2619e6,
        ClockVideoHertz = 1545e6,
        PerformanceState = 2,
        ThrottleReasons = GpuThrottleReasons.SwPowerCap | GpuThrottleReasons.HwThermal,
        ThrottledTime = new GpuThrottledTime
        {
            AppClocks = 1.5,
            SwPowerCap = 2.5,
            HwSlowdown = 3.5,
            SyncBoost = 4.5,
            SwThermal = 5.5,
            HwThermal = 6.5,
            HwPowerBrake = 7.5,
            Display = 8.5,
        },
        PcieGeneration = 4,
        PcieWidth = 8,
        PcieReceivedBytes = 1001,
        PcieTransmittedBytes = 1002,
        NvlinkReceivedBytes = 1003,
        NvlinkTransmittedBytes = 1004,
        Activity = Activity,
        Instances =
        [
            new GpuInstance { Uuid = "MIG-1", GpuInstanceId = 3, ComputeInstanceId = 1, MemoryTotalBytes = 10_000, MemoryUsedBytes = 2_000, MemoryReservedBytes = 60, Activity = new() { SmActive = 0.21 } },
        ],
        ProcessActivities = [new GpuProcessActivity(101, 0.5), new GpuProcessActivity(103, 0.07)],
        Health = Health,
        Processes = [new GpuProcess(101, 30_000), new GpuProcess(102, 4_000)],
        Limits = new GpuLimits
        {
            PowerDefaultWatts = 700,
            PowerMinWatts = 200,
            PowerMaxWatts = 710,
            TemperatureSlowdownCelsius = 92,
            TemperatureShutdownCelsius = 95,
            TemperatureMaxOperatingCelsius = 87,
            ClockGraphicsHertz = 1980e6,
            ClockSmHertz = 1981e6,
            ClockMemoryHertz = 2620e6,
            ClockVideoHertz = 1546e6,
            PcieGeneration = 5,
            PcieWidth = 16,
        },
    };

    private static GpuActivity Activity => new()
    {
        SmActive = 0.71,
        SmOccupancy = 0.72,
        TensorActive = 0.73,
        DramActive = 0.74,
        Fp16Active = 0.75,
        Fp32Active = 0.76,
        Fp64Active = 0.77,
    };

    private static GpuHealth Health => new()
    {
        EccErrors = [new("dram", 11, 12), new("sram", 13, 14)],
        EccLifetimeCorrected = 15,
        EccLifetimeUncorrected = 16,
        RemappedRowsCorrected = 17,
        RemappedRowsUncorrected = 18,
        IsRowRemapPending = false,
        HasRowRemapFailed = false,
        RetiredPagesCorrected = 19,
        RetiredPagesUncorrected = 20,
        IsPageRetirementPending = false,
        RecoveryAction = GpuRecoveryAction.None,
        PcieReplays = 21,
        NvlinksActive = 17,
        NvlinksInactive = 1,
        NvlinkErrors = [new("replay", 22), new("crc", 23)],
    };

    public static GpuIdentity Identity(int index) => new()
    {
        Uuid = string.Create(CultureInfo.InvariantCulture, $"GPU-{index}"),
        Model = "Fake-80GB",
        Vendor = "NVIDIA",
        SerialNumber = "165",
        DriverVersion = "580.65.06",
        FirmwareVersion = "96.00",
        PciBusId = "0000:3b:00.0",
        ComputeCapability = "9.0",
        Architecture = "hopper",
    };

    public static GpuReadResult Lost(int index) =>
        GpuReadResult.Failed(Identity(index), new GpuFailure(GpuFailureScope.Card, "gpu_is_lost", "It fell off the bus."));

    public static GpuReadResult Failing(int index, GpuFailureScope scope, string reason) =>
        GpuReadResult.Failed(Identity(index), new GpuFailure(scope, reason, "Words."));
}
