using System.Collections.Concurrent;
using Exporter.Gpu.Readings;
using Exporter.Host.Proc;
using Microsoft.Extensions.Logging;

namespace Exporter.Nvml;

/// <summary>What the readers of all sessions share: the totals of every GPU, and the host's memory. Thread-safe.</summary>
/// <param name="procRoot">Where proc is mounted.</param>
/// <param name="logger">Told when a counter of the driver's is dropped.</param>
internal sealed class NvmlHost(string procRoot, ILogger logger)
{
    private readonly ConcurrentDictionary<string, GpuCounters> counters = [];

    /// <summary>The totals of a GPU; the same object for as long as the daemon runs.</summary>
    public GpuCounters CountersOf(string uuid) => counters.GetOrAdd(uuid, static (id, log) => new GpuCounters(id, log), logger);

    /// <summary>The host's memory, which an integrated GPU shares.</summary>
    public (long? Total, long? Used) ReadMemory() => MemoryInfo.Parse(new ProcFile(procRoot).Read("meminfo")) is { } memory
        ? (memory.TotalBytes, memory.TotalBytes - (memory.AvailableBytes ?? memory.FreeBytes))
        : (null, null);
}
