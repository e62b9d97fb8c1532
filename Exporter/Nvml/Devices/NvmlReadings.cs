using Exporter.Gpu.Readings;
using Exporter.Nvml.Native;

namespace Exporter.Nvml.Devices;

/// <summary>Which question to NVML becomes which part of a reading, and in which unit it answers. Used by one thread.</summary>
internal sealed class NvmlReadings(NvmlQuery query, NvmlSession session, GpuIdentity identity, TimeProvider time)
{
    /// <summary>Milliwatts and millijoules to a watt and a joule; divided by, since a multiple of 0.001 would show its rounding.</summary>
    private const double Milli = 1000;

    private const double Percent = 100;
    private const double Megahertz = 1e6;
    private const uint SensorGpu = 0;
    private const uint UnknownPerformanceState = 32;
    private const uint ClockGraphics = 0;
    private const uint ClockSm = 1;
    private const uint ClockMemory = 2;
    private const uint ClockVideo = 3;
    private const uint ThresholdShutdown = 0;
    private const uint ThresholdSlowdown = 1;
    private const uint ThresholdMaxOperating = 3;

    /// <summary>Limits are set by hand; there is no need to ask for a dozen of them every second.</summary>
    private static readonly TimeSpan limitsHoldFor = TimeSpan.FromSeconds(30);

    private readonly NvmlFunctions functions = session.Functions;
    private readonly GpuCounters counters = session.Host.CountersOf(identity.Uuid);
    private readonly bool isIntegrated = NvmlIntegrated.Is(identity.Model);
    private readonly NvmlProcesses processes = new();
    private readonly NvmlProcessActivities activities = new();
    private readonly NvmlFieldBatch fields = new(0, NvmlField.MemoryTemperature, NvmlField.PowerAverage, NvmlField.PowerInstant);
    private readonly NvmlSampleRing ringGeneral = new(GpuEngine.General, 1, time);
    private readonly NvmlSampleRing ringMemory = new(GpuEngine.Memory, 2, time);
    private readonly NvmlSampleRing ringEncoder = new(GpuEngine.Encoder, 3, time);
    private readonly NvmlSampleRing ringDecoder = new(GpuEngine.Decoder, 4, time);
    private readonly NvmlThrottleTimes throttleTimes = new(identity.DriverVersion);
    private readonly NvmlGpm gpm = new(session.Functions, null, time);
    private readonly NvmlTraffic traffic = new(query, session.Functions, time);
    private readonly NvmlParts parts = new(query, session.Functions, time);
    private readonly NvmlHealth health = new(query, session.Functions, time);
    private GpuLimits? limits;
    private long limitsRead;

    /// <summary>Reads everything the device supports.</summary>
    public GpuReading Read()
    {
        // First what is averaged over the time between readings: the less lies before it, the more even that time is.
        gpm.Read(query);
        return ReadState();
    }

    /// <summary>Gives back what the library holds for this device.</summary>
    public void Free()
    {
        gpm.Free();
        parts.Free();
    }

    private GpuReading ReadState()
    {
        var utilization = query.Get(functions.Utilization);
        var memory = ReadMemory();
        var hasFields = fields.Ask(query, functions);
        var reasons = ReadThrottleReasons();
        var watts = (Field(2) ?? query.Get(functions.PowerUsage)) / Milli;
        var now = time.GetElapsedTime(0);
        var bytes = traffic.Read(counters, gpm.Traffic);
        return new GpuReading
        {
            UtilizationGeneral = utilization?.Gpu / Percent,
            UtilizationMemory = utilization?.Memory / Percent,
            UtilizationEncoder = query.Get(functions.EncoderUtilization)?.First / Percent,
            UtilizationDecoder = query.Get(functions.DecoderUtilization)?.First / Percent,
            UtilizationJpeg = query.Get(functions.JpegUtilization)?.First / Percent,
            UtilizationOfa = query.Get(functions.OfaUtilization)?.First / Percent,
            TimeGeneral = ringGeneral.Read(query, functions, counters),
            TimeMemory = ringMemory.Read(query, functions, counters),
            TimeEncoder = ringEncoder.Read(query, functions, counters),
            TimeDecoder = ringDecoder.Read(query, functions, counters),
            MemoryTotalBytes = memory.Total,
            MemoryUsedBytes = memory.Used,
            MemoryReservedBytes = memory.Reserved,
            PowerWatts = watts,
            PowerAverageWatts = Field(1) / Milli,
            PowerLimitEnforcedWatts = query.Get(functions.PowerLimitEnforced) / Milli,
            EnergyJoules = counters.AddEnergy(query.Get(functions.Energy), watts, now),
            TemperatureGpuCelsius = ReadTemperature(),
            TemperatureMemoryCelsius = Field(0),
            TemperatureMarginCelsius = query.Get(functions.MarginTemperature, NvmlMarginTemperature.Request)?.Margin,
            FanSpeedRatios = ReadFans(),
            ClockGraphicsHertz = query.Get(functions.Clock, ClockGraphics) * Megahertz,
            ClockSmHertz = query.Get(functions.Clock, ClockSm) * Megahertz,
            ClockMemoryHertz = query.Get(functions.Clock, ClockMemory) * Megahertz,
            ClockVideoHertz = query.Get(functions.Clock, ClockVideo) * Megahertz,
            PerformanceState = query.Get(functions.PerformanceState) is { } state and < UnknownPerformanceState ? (int)state : null,
            ThrottleReasons = reasons,
            ThrottledTime = ReadThrottledTime(reasons, now),
            PcieGeneration = (int?)query.Get(functions.PcieGeneration),
            PcieWidth = (int?)query.Get(functions.PcieWidth),
            PcieReceivedBytes = bytes[(int)GpuTraffic.PcieReceived],
            PcieTransmittedBytes = bytes[(int)GpuTraffic.PcieTransmitted],
            NvlinkReceivedBytes = bytes[(int)GpuTraffic.NvlinkReceived],
            NvlinkTransmittedBytes = bytes[(int)GpuTraffic.NvlinkTransmitted],
            Activity = gpm.Activity,
            Instances = parts.Read(),
            Processes = processes.Read(query, functions.Processes),
            ProcessActivities = activities.Read(query, functions),
            Health = health.Read(),
            Limits = ReadLimits(),
        };

        double? Field(int i) => hasFields ? fields.Answer(query, functions, i) : null;
    }

    private GpuThrottleReasons? ReadThrottleReasons() =>
        (query.Get(functions.ClocksEventReasons) ?? query.Get(functions.ClocksThrottleReasons)) is { } mask ? NvmlThrottle.Reasons(mask) : null;

    /// <summary>A round in which the card was lost says nothing of how long its clocks were held down.</summary>
    private GpuThrottledTime? ReadThrottledTime(GpuThrottleReasons? reasons, TimeSpan now)
    {
        var counts = throttleTimes.Read(query, functions);
        return query.Fatal is null ? counters.AddThrottle(counts, reasons, now) : null;
    }

    /// <summary>The older call's "used" holds the reserve as well, and does not tell it.</summary>
    private (long? Total, long? Used, long? Reserved) ReadMemory()
    {
        var memory = query.Get(functions.MemoryV2, NvmlMemoryV2.Request);
        if (memory is { } known && !IsEmptyOfIntegrated(known.Total))
        {
            return ((long)known.Total, (long)known.Used, (long)known.Reserved);
        }

        var old = query.Get(functions.Memory);
        if (old is { } v1 && !IsEmptyOfIntegrated(v1.Total))
        {
            return ((long)v1.Total, (long)v1.Used, null);
        }

        // Never for a card that is lost or fails: then there is no figure at all rather than the host's.
        if (!isIntegrated || query.Fatal is not null || (old is null && !query.IsNotSupported(functions.Memory)))
        {
            return (null, null, null);
        }

        var (total, used) = session.Host.ReadMemory();
        return (total, used, null);
    }

    /// <summary>Some drivers say "none" of an integrated GPU where others say "not supported".</summary>
    private bool IsEmptyOfIntegrated(ulong total) => isIntegrated && total == 0;

    private double? ReadTemperature() =>
        query.Get(functions.TemperatureV, NvmlTemperature.Request)?.Temperature ?? (double?)query.Get(functions.Temperature, SensorGpu);

    private double?[] ReadFans()
    {
        if (query.Get(functions.FanCount) is not { } count)
        {
            return query.Get(functions.FanSpeed) is { } only ? [only / Percent] : [];
        }

        var fans = new double?[Math.Min(count, 16)];
        for (uint fan = 0; fan < fans.Length; fan++)
        {
            fans[fan] = query.Get(functions.FanSpeedOf, fan) / Percent;
        }

        return fans;
    }

    private GpuLimits ReadLimits()
    {
        if (limits is not null && time.GetElapsedTime(limitsRead) < limitsHoldFor)
        {
            return limits;
        }

        limitsRead = time.GetTimestamp();
        var power = query.Get(functions.PowerLimitRange);
        return limits = new GpuLimits
        {
            PowerDefaultWatts = query.Get(functions.PowerLimitDefault) / Milli,
            PowerMinWatts = power?.First / Milli,
            PowerMaxWatts = power?.Second / Milli,
            TemperatureSlowdownCelsius = query.Get(functions.TemperatureThreshold, ThresholdSlowdown),
            TemperatureShutdownCelsius = query.Get(functions.TemperatureThreshold, ThresholdShutdown),
            TemperatureMaxOperatingCelsius = query.Get(functions.TemperatureThreshold, ThresholdMaxOperating),
            ClockGraphicsHertz = query.Get(functions.ClockMax, ClockGraphics) * Megahertz,
            ClockSmHertz = query.Get(functions.ClockMax, ClockSm) * Megahertz,
            ClockMemoryHertz = query.Get(functions.ClockMax, ClockMemory) * Megahertz,
            ClockVideoHertz = query.Get(functions.ClockMax, ClockVideo) * Megahertz,
            PcieGeneration = (int?)query.Get(functions.PcieGenerationMax),
            PcieWidth = (int?)query.Get(functions.PcieWidthMax),
        };
    }
}
