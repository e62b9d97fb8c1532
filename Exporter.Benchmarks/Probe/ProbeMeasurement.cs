namespace Exporter.Benchmarks.Probe;

/// <summary>What one window found.</summary>
/// <param name="Probes">Requests that the probed server answered in it.</param>
/// <param name="Elapsed">Its length.</param>
/// <param name="CpuMilliseconds">CPU of the whole probing process in it.</param>
/// <param name="ResidentBytes">Resident memory at its end.</param>
internal sealed record ProbeMeasurement(long Probes, TimeSpan Elapsed, double CpuMilliseconds, long ResidentBytes);
