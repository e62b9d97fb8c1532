using System.Globalization;
using Exporter.Gpu;

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
        MemoryTotalBytes = 80_000,
        MemoryUsedBytes = 40_000,
        MemoryReservedBytes = 600,
        PowerWatts = 310.5,
        PowerAverageWatts = 305.25,
        PowerLimitEnforcedWatts = 650,
        EnergyJoules = 123456.789,
        TemperatureGpuCelsius = 46,
        TemperatureMemoryCelsius = 52,
        FanSpeedRatios = [0.3, 0.31],
        ClockGraphicsHertz = 1755e6,
        ClockSmHertz = 1756e6,
        ClockMemoryHertz = 2619e6,
        ClockVideoHertz = 1545e6,
        PerformanceState = 2,
        ThrottleReasons = GpuThrottleReasons.SwPowerCap | GpuThrottleReasons.HwThermal,
        PcieGeneration = 4,
        PcieWidth = 8,
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
