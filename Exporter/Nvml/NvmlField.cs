namespace Exporter.Nvml;

/// <summary>Ids of the fields that mean the same on every driver. (Ids from 251 on do not.)</summary>
internal static class NvmlField
{
    /// <summary>Degrees Celsius.</summary>
    public const uint MemoryTemperature = 82;

    /// <summary>Millijoules since the driver was loaded.</summary>
    public const uint Energy = 83;

    /// <summary>Milliwatts, averaged by the card.</summary>
    public const uint PowerAverage = 185;

    /// <summary>Milliwatts, now.</summary>
    public const uint PowerInstant = 186;
}
