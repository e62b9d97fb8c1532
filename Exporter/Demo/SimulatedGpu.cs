using System.Globalization;
using Exporter.Gpu;
using Exporter.Gpu.Processes;
using Exporter.Gpu.Readings;

namespace Exporter.Demo;

/// <summary>
/// A card of the 80 GB class whose load swings between idle and full in the course of a minute or two. Power follows the load,
/// energy is its exact integral, temperature and clocks follow the power.
/// </summary>
internal sealed class SimulatedGpu : IGpuReader
{
    public const string DriverVersion = "000.00.00";

    private const long Gibibyte = 1L << 30;
    private const long TotalBytes = 80 * Gibibyte;
    private const long ReservedBytes = Gibibyte / 2;
    private const double IdleWatts = 70;
    private const double FullWatts = 690;
    private const double LimitWatts = 700;
    private const double Megahertz = 1e6;

    /// <summary>From this load on the power limit holds the clocks down.</summary>
    private const double ThrottledFrom = 0.97;

    private readonly Func<TimeSpan> sinceLoaded;
    private readonly Func<string?> target;
    private readonly GpuIdentity identity;

    /// <summary>Seconds from one peak of the load to the next; different for every card.</summary>
    private readonly double period;

    /// <param name="index">From 0.</param>
    /// <param name="sinceLoaded">Time since the simulated driver was loaded.</param>
    /// <param name="target">Whose model it holds; null for nobody's.</param>
    public SimulatedGpu(int index, Func<TimeSpan> sinceLoaded, Func<string?> target)
    {
        Index = index;
        this.sinceLoaded = sinceLoaded;
        this.target = target;
        period = 60 + (17 * (index % 5));
        identity = new GpuIdentity
        {
            Uuid = string.Create(CultureInfo.InvariantCulture, $"GPU-00000000-0000-0000-0000-{index:x12}"),
            Model = "simulated",
            Vendor = "simulated",
            SerialNumber = string.Create(CultureInfo.InvariantCulture, $"{index:d13}"),
            DriverVersion = DriverVersion,
            FirmwareVersion = "00.00.00.00.00",
            PciBusId = string.Create(CultureInfo.InvariantCulture, $"0000:{index + 1:x2}:00.0"),
            ComputeCapability = "9.0",
            Architecture = "hopper",
        };
    }

    public int Index { get; }

    public GpuReadResult Read() => GpuReadResult.Read(identity, At(sinceLoaded().TotalSeconds));

    private GpuReading At(double seconds)
    {
        var load = Load(seconds);
        var owner = new GpuProcessOwner(target() ?? GpuProcessOwner.Other.Target, "simulated");
        var watts = IdleWatts + ((FullWatts - IdleWatts) * load);
        var model = (40 * Gibibyte) + (Index % 4 * 6 * Gibibyte);
        var cache = (long)(load * 20 * Gibibyte);
        return Memory(model, cache, owner) with
        {
            UtilizationGeneral = Math.Round(load, 2),
            UtilizationMemory = Math.Round(load * 0.45, 2),
            UtilizationEncoder = 0,
            UtilizationDecoder = 0,
            UtilizationJpeg = 0,
            UtilizationOfa = 0,
            TimeGeneral = Time(Busy(seconds), seconds),
            TimeMemory = Time(0.45 * Busy(seconds), seconds),
            TimeEncoder = Time(0, seconds),
            TimeDecoder = Time(0, seconds),
            PowerWatts = Math.Round(watts, 3),
            PowerAverageWatts = Math.Round(IdleWatts + ((FullWatts - IdleWatts) * Load(seconds - 0.5)), 3),
            PowerLimitEnforcedWatts = LimitWatts,
            EnergyJoules = Math.Round(Energy(seconds), 3),
            TemperatureGpuCelsius = Math.Round(31 + (watts * 0.055)),
            TemperatureMemoryCelsius = Math.Round(38 + (watts * 0.06)),
            TemperatureMarginCelsius = Math.Round(Limits.TemperatureMaxOperatingCelsius!.Value - 31 - (watts * 0.055)),
            FanSpeedRatios = [0.3 + Math.Round(0.5 * load, 2)],
            ClockGraphicsHertz = Math.Round(1980 - (240 * load)) * Megahertz,
            ClockSmHertz = Math.Round(1980 - (240 * load)) * Megahertz,
            ClockMemoryHertz = 2619 * Megahertz,
            ClockVideoHertz = Math.Round(1545 - (180 * load)) * Megahertz,
            PerformanceState = 0,
            ThrottleReasons = load > ThrottledFrom ? GpuThrottleReasons.SwPowerCap : GpuThrottleReasons.None,
            ThrottledTime = Throttled(seconds),
            PcieGeneration = load > 0.05 ? 5 : 1,
            PcieWidth = 16,
            PcieReceivedBytes = Math.Round(2e9 * Busy(seconds)),
            PcieTransmittedBytes = Math.Round(1e9 * Busy(seconds)),
            NvlinkReceivedBytes = Math.Round(40e9 * Busy(seconds)),
            NvlinkTransmittedBytes = Math.Round(40e9 * Busy(seconds)),
            Activity = Activity(load),
            ProcessActivities = [new GpuProcessActivity(0, Math.Round(load, 2)) { Owner = owner }],
            Health = Health,
            Limits = Limits,
        };
    }

    private static GpuHealth Health { get; } = new()
    {
        EccErrors = [new("dram", 0, 0), new("sram", 0, 0)],
        EccLifetimeCorrected = 0,
        EccLifetimeUncorrected = 0,
        RemappedRowsCorrected = 0,
        RemappedRowsUncorrected = 0,
        IsRowRemapPending = false,
        HasRowRemapFailed = false,
        RetiredPagesCorrected = 0,
        RetiredPagesUncorrected = 0,
        IsPageRetirementPending = false,
        RecoveryAction = GpuRecoveryAction.None,
        PcieReplays = 0,
        NvlinksActive = 18,
        NvlinksInactive = 0,
        NvlinkErrors = [new("replay", 0), new("recovery", 0), new("crc", 0)],
    };

    private static GpuLimits Limits { get; } = new()
    {
        PowerDefaultWatts = LimitWatts,
        PowerMinWatts = 200,
        PowerMaxWatts = LimitWatts,
        TemperatureSlowdownCelsius = 92,
        TemperatureShutdownCelsius = 95,
        TemperatureMaxOperatingCelsius = 87,
        ClockGraphicsHertz = 1980 * Megahertz,
        ClockSmHertz = 1980 * Megahertz,
        ClockMemoryHertz = 2619 * Megahertz,
        ClockVideoHertz = 1545 * Megahertz,
        PcieGeneration = 5,
        PcieWidth = 16,
    };

    private static GpuReading Memory(long model, long cache, GpuProcessOwner owner) => new()
    {
        MemoryTotalBytes = TotalBytes,
        MemoryUsedBytes = model + cache + (Gibibyte / 4),
        MemoryReservedBytes = ReservedBytes,
        // No process of this host: pid 0 is nobody's.
        Processes = [new GpuProcess(0, model + cache) { Owner = owner }],
    };

    private static GpuActivity Activity(double load) => new()
    {
        SmActive = Math.Round(0.9 * load, 3),
        SmOccupancy = Math.Round(0.4 * load, 3),
        TensorActive = Math.Round(0.5 * load, 3),
        DramActive = Math.Round(0.45 * load, 3),
        Fp16Active = Math.Round(0.1 * load, 3),
        Fp32Active = Math.Round(0.05 * load, 3),
        Fp64Active = 0,
    };

    private static GpuEngineTime Time(double busy, double seconds) => new(Math.Round(busy, 6), Math.Round(seconds, 6));

    /// <summary>0 to 1, a raised cosine.</summary>
    private double Load(double seconds) => (1 - Math.Cos(Math.Tau * seconds / period)) / 2;

    /// <summary>The integral of the power from 0 to <paramref name="seconds"/>.</summary>
    private double Energy(double seconds) => (IdleWatts * seconds) + ((FullWatts - IdleWatts) * Busy(seconds));

    /// <summary>The integral of the load.</summary>
    private double Busy(double seconds) => (seconds / 2) - (period / (4 * Math.PI) * Math.Sin(Math.Tau * seconds / period));

    /// <summary>How long the load has been above <see cref="ThrottledFrom"/>: around the middle of every period.</summary>
    private GpuThrottledTime Throttled(double seconds)
    {
        var half = period * Math.Acos((2 * ThrottledFrom) - 1) / Math.Tau;
        var (periods, rest) = (Math.Floor(seconds / period), seconds % period);
        return new GpuThrottledTime
        {
            SwPowerCap = Math.Round((periods * 2 * half) + Math.Clamp(rest - ((period / 2) - half), 0, 2 * half), 6),
            AppClocks = 0,
            HwSlowdown = 0,
            SyncBoost = 0,
            SwThermal = 0,
            HwThermal = 0,
            HwPowerBrake = 0,
            Display = 0,
        };
    }
}
