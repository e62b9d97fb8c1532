namespace Exporter.Traffic.Processes;

/// <summary>What the processes of one target use.</summary>
/// <param name="Target">Label <c>target</c>.</param>
/// <param name="Processes">How many there are; 0 where nobody listens on the target's port, or nobody that we may see.</param>
/// <param name="CpuSeconds">CPU time of all of them since they were first seen; it goes on when one ends.</param>
/// <param name="ResidentBytes">Memory in RAM, summed; pages that several share count for each.</param>
/// <param name="Threads">Threads, summed.</param>
/// <param name="OpenFiles">Open descriptors, summed; null where some of them cannot be looked at.</param>
/// <param name="StartTime">When the oldest was started; null where there is none.</param>
internal sealed record ProcessTreeUsage(string Target, int Processes, double CpuSeconds, double ResidentBytes, long Threads, long? OpenFiles, DateTimeOffset? StartTime);
