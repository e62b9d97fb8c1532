namespace Exporter.Gpu.Readings;

/// <summary>How long each reason has held the clocks down, in seconds. No number ever falls.</summary>
internal sealed record GpuThrottledTime
{
    public required double AppClocks { get; init; }

    public required double SwPowerCap { get; init; }

    public required double HwSlowdown { get; init; }

    public required double SyncBoost { get; init; }

    public required double SwThermal { get; init; }

    public required double HwThermal { get; init; }

    public required double HwPowerBrake { get; init; }

    public required double Display { get; init; }
}
