namespace Exporter.Gpu.Readings;

/// <summary>One entry of the driver's ring of utilisation samples.</summary>
/// <param name="Microseconds">On a clock that need not be wall clock; 0 marks an entry that was never filled.</param>
/// <param name="Percent">Mean over the time since the sample before; over 100 is garbage.</param>
internal readonly record struct GpuUtilizationSample(ulong Microseconds, uint Percent);
