namespace Exporter.Gpu.Readings;

/// <summary>What the driver's samples of one engine add up to. Neither number ever falls.</summary>
/// <param name="BusySeconds">Time the engine was busy.</param>
/// <param name="ObservedSeconds">Time the samples cover; what is missing beside the clock was lost.</param>
internal readonly record struct GpuEngineTime(double BusySeconds, double ObservedSeconds);
