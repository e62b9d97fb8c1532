using Exporter.Gpu.Readings;
using Exporter.Nvml.Native;

namespace Exporter.Nvml.Devices;

/// <summary>One MIG device of a GPU, as long as its handle means it. Used by one thread.</summary>
internal sealed class NvmlPart
{
    private readonly NvmlQuery query;
    private readonly NvmlFunctions functions;

    private NvmlPart(NvmlQuery query, NvmlFunctions functions, GpuInstance identity, NvmlGpm gpm)
    {
        this.query = query;
        this.functions = functions;
        Identity = identity;
        Gpm = gpm;
    }

    /// <summary>Who it is, without readings.</summary>
    public GpuInstance Identity { get; }

    public NvmlGpm Gpm { get; }

    /// <summary>Learns who a handle means.</summary>
    /// <param name="query">Of the part.</param>
    /// <param name="functions">The library's.</param>
    /// <param name="before">What stood in this place before; its performance counters go on where it is the same.</param>
    /// <param name="time">The clock of the performance counters.</param>
    /// <returns>Null where it does not even tell its UUID.</returns>
    public static NvmlPart? Take(NvmlQuery query, NvmlFunctions functions, NvmlPart? before, TimeProvider time)
    {
        if (query.Get(functions.Uuid) is not { } uuid || query.Get(functions.GpuInstanceId) is not { } gpuInstance || query.Get(functions.ComputeInstanceId) is not { } computeInstance)
        {
            return null;
        }

        var identity = new GpuInstance { Uuid = uuid, GpuInstanceId = gpuInstance, ComputeInstanceId = computeInstance };
        return new NvmlPart(query, functions, identity, before?.Identity == identity ? before.Gpm : new NvmlGpm(functions, gpuInstance, time));
    }

    /// <summary>Memory and performance counters now.</summary>
    /// <param name="whole">The GPU that it is a part of.</param>
    public GpuInstance Read(NvmlQuery whole)
    {
        query.BeginRound();
        var memory = query.Get(functions.MemoryV2, NvmlMemoryV2.Request);
        var old = memory is null ? query.Get(functions.Memory) : null;
        Gpm.Read(whole);
        return Identity with
        {
            MemoryTotalBytes = (long?)(memory?.Total ?? old?.Total),
            MemoryUsedBytes = (long?)(memory?.Used ?? old?.Used),
            MemoryReservedBytes = (long?)memory?.Reserved,
            Activity = Gpm.Activity,
        };
    }
}
