using System.Globalization;
using Exporter.Gpu;

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

    private readonly Func<TimeSpan> sinceLoaded;
    private readonly GpuIdentity identity;

    /// <summary>Seconds from one peak of the load to the next; different for every card.</summary>
    private readonly double period;

    /// <param name="index">From 0.</param>
    /// <param name="sinceLoaded">Time since the simulated driver was loaded.</param>
    public SimulatedGpu(int index, Func<TimeSpan> sinceLoaded)
    {
        Index = index;
        this.sinceLoaded = sinceLoaded;
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
        var watts = IdleWatts + ((FullWatts - IdleWatts) * load);
        var model = (40 * Gibibyte) + (Index % 4 * 6 * Gibibyte);
        var cache = (long)(load * 20 * Gibibyte);
        return Memory(model, cache) with
        {
            UtilizationGeneral = Math.Round(load, 2),
            UtilizationMemory = Math.Round(load * 0.45, 2),
            UtilizationEncoder = 0,
            UtilizationDecoder = 0,
            UtilizationJpeg = 0,
            UtilizationOfa = 0,
            PowerWatts = Math.Round(watts, 3),
            PowerAverageWatts = Math.Round(IdleWatts + ((FullWatts - IdleWatts) * Load(seconds - 0.5)), 3),
            PowerLimitEnforcedWatts = LimitWatts,
            EnergyJoules = Math.Round(Energy(seconds), 3),
            TemperatureGpuCelsius = Math.Round(31 + (watts * 0.055)),
            TemperatureMemoryCelsius = Math.Round(38 + (watts * 0.06)),
            FanSpeedRatios = [0.3 + Math.Round(0.5 * load, 2)],
            ClockGraphicsHertz = Math.Round(1980 - (240 * load)) * Megahertz,
            ClockSmHertz = Math.Round(1980 - (240 * load)) * Megahertz,
            ClockMemoryHertz = 2619 * Megahertz,
            ClockVideoHertz = Math.Round(1545 - (180 * load)) * Megahertz,
            PerformanceState = 0,
            ThrottleReasons = load > 0.97 ? GpuThrottleReasons.SwPowerCap : GpuThrottleReasons.None,
            PcieGeneration = load > 0.05 ? 5 : 1,
            PcieWidth = 16,
            Limits = Limits,
        };
    }

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

    private static GpuReading Memory(long model, long cache) => new()
    {
        MemoryTotalBytes = TotalBytes,
        MemoryUsedBytes = model + cache + (Gibibyte / 4),
        MemoryReservedBytes = ReservedBytes,
        // No process of this host: pid 0 is nobody's.
        Processes = [new GpuProcess(0, model + cache) { Owner = new GpuProcessOwner(GpuProcessOwner.Other.Target, "simulated") }],
    };

    /// <summary>0 to 1, a raised cosine.</summary>
    private double Load(double seconds) => (1 - Math.Cos(Math.Tau * seconds / period)) / 2;

    /// <summary>The integral of the power from 0 to <paramref name="seconds"/>.</summary>
    private double Energy(double seconds)
    {
        var busy = (seconds / 2) - (period / (4 * Math.PI) * Math.Sin(Math.Tau * seconds / period));
        return (IdleWatts * seconds) + ((FullWatts - IdleWatts) * busy);
    }
}
