using Exporter.Gpu;

namespace Exporter.Nvml;

/// <summary>Which question to NVML becomes which part of a reading, and in which unit it answers. Used by one thread.</summary>
internal sealed class NvmlReadings(NvmlQuery query, NvmlFunctions functions, TimeProvider time)
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

    private readonly NvmlProcesses processes = new();
    private readonly NvmlFieldValue[] fields = new NvmlFieldValue[3];
    private GpuLimits? limits;
    private long limitsRead;

    /// <summary>Reads everything the device supports.</summary>
    public GpuReading Read()
    {
        var utilization = query.Get(functions.Utilization);
        var memory = ReadMemory();
        var (memoryTemperature, powerAverage, powerInstant) = ReadFields();
        return new GpuReading
        {
            UtilizationGeneral = utilization?.Gpu / Percent,
            UtilizationMemory = utilization?.Memory / Percent,
            UtilizationEncoder = query.Get(functions.EncoderUtilization)?.First / Percent,
            UtilizationDecoder = query.Get(functions.DecoderUtilization)?.First / Percent,
            UtilizationJpeg = query.Get(functions.JpegUtilization)?.First / Percent,
            UtilizationOfa = query.Get(functions.OfaUtilization)?.First / Percent,
            MemoryTotalBytes = memory.Total,
            MemoryUsedBytes = memory.Used,
            MemoryReservedBytes = memory.Reserved,
            PowerWatts = (powerInstant ?? query.Get(functions.PowerUsage)) / Milli,
            PowerAverageWatts = powerAverage / Milli,
            PowerLimitEnforcedWatts = query.Get(functions.PowerLimitEnforced) / Milli,
            EnergyJoules = query.Get(functions.Energy) / Milli,
            TemperatureGpuCelsius = ReadTemperature(),
            TemperatureMemoryCelsius = memoryTemperature,
            FanSpeedRatios = ReadFans(),
            ClockGraphicsHertz = query.Get(functions.Clock, ClockGraphics) * Megahertz,
            ClockSmHertz = query.Get(functions.Clock, ClockSm) * Megahertz,
            ClockMemoryHertz = query.Get(functions.Clock, ClockMemory) * Megahertz,
            ClockVideoHertz = query.Get(functions.Clock, ClockVideo) * Megahertz,
            PerformanceState = query.Get(functions.PerformanceState) is { } state and < UnknownPerformanceState ? (int)state : null,
            ThrottleReasons = (query.Get(functions.ClocksEventReasons) ?? query.Get(functions.ClocksThrottleReasons)) is { } mask ? NvmlThrottle.Reasons(mask) : null,
            PcieGeneration = (int?)query.Get(functions.PcieGeneration),
            PcieWidth = (int?)query.Get(functions.PcieWidth),
            Processes = processes.Read(query, functions.Processes),
            Limits = ReadLimits(),
        };
    }

    /// <summary>The older call's "used" holds the reserve as well, and does not tell it.</summary>
    private (long? Total, long? Used, long? Reserved) ReadMemory()
    {
        if (query.Get(functions.MemoryV2, NvmlMemoryV2.Request) is { } memory)
        {
            return ((long)memory.Total, (long)memory.Used, (long)memory.Reserved);
        }

        return query.Get(functions.Memory) is { } old ? ((long)old.Total, (long)old.Used, null) : (null, null, null);
    }

    private (double? MemoryTemperature, double? PowerAverage, double? PowerInstant) ReadFields()
    {
        fields[0] = new NvmlFieldValue { FieldId = NvmlField.MemoryTemperature };
        fields[1] = new NvmlFieldValue { FieldId = NvmlField.PowerAverage };
        fields[2] = new NvmlFieldValue { FieldId = NvmlField.PowerInstant };
        return query.Get(functions.Fields, fields) ? (Decode(0), Decode(1), Decode(2)) : (null, null, null);

        double? Decode(int i) => query.Decode(functions.Fields, in fields[i]);
    }

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
