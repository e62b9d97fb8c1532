namespace Exporter.Gpu.Readings;

/// <summary>The limits of a GPU, read far less often than the rest. Null means "not supported by this card".</summary>
internal sealed record GpuLimits
{
    public static GpuLimits None { get; } = new();

    public double? PowerDefaultWatts { get; init; }

    /// <summary>The lowest limit that can be set.</summary>
    public double? PowerMinWatts { get; init; }

    /// <summary>The highest limit that can be set.</summary>
    public double? PowerMaxWatts { get; init; }

    /// <summary>From here on the hardware slows itself down.</summary>
    public double? TemperatureSlowdownCelsius { get; init; }

    /// <summary>From here on the hardware switches itself off.</summary>
    public double? TemperatureShutdownCelsius { get; init; }

    /// <summary>The highest temperature of normal operation.</summary>
    public double? TemperatureMaxOperatingCelsius { get; init; }

    public double? ClockGraphicsHertz { get; init; }

    public double? ClockSmHertz { get; init; }

    public double? ClockMemoryHertz { get; init; }

    public double? ClockVideoHertz { get; init; }

    /// <summary>The best link generation that card and slot allow together.</summary>
    public int? PcieGeneration { get; init; }

    /// <summary>The most lanes that card and slot allow together.</summary>
    public int? PcieWidth { get; init; }
}
