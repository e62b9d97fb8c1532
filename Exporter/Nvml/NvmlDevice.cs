using Exporter.Gpu;
using Microsoft.Extensions.Logging;

namespace Exporter.Nvml;

/// <summary>
/// One GPU of a session. Its handle is taken at the first reading and again after the GPU was lost, so a GPU that is sick when the
/// session opens is a failed reading of its own and nobody else's.
/// </summary>
internal sealed unsafe class NvmlDevice(NvmlSession session, int index, TimeProvider time, ILogger logger) : IGpuReader
{
    private NvmlQuery? query;
    private NvmlReadings? readings;
    private GpuIdentity? identity;

    public int Index => index;

    public GpuReadResult Read()
    {
        if (session.IsClosed)
        {
            return Failed(NvmlReturn.Uninitialized);
        }

        if (query is null && TakeHandle() is { } refused)
        {
            return Failed(refused);
        }

        query!.BeginRound();
        identity ??= NvmlIdentity.Read(query, session);
        var reading = identity is null || query.Fatal is not null ? null : (readings ??= NewReadings(query, identity)).Read();
        if (query.Fatal is { } fatal)
        {
            // After a reset the old handle may be refused for ever, or mean another GPU.
            query = null;
            return Failed(fatal);
        }

        if (reading is null || query.Answers == 0)
        {
            var why = query.FirstError ?? NvmlReturn.Unknown;
            query = null;
            return Failed(why);
        }

        return GpuReadResult.Read(identity!, reading);
    }

    /// <summary>Gives back what the library holds for this device. No reading may be running.</summary>
    public void Free()
    {
        readings?.Free();
        readings = null;
    }

    /// <returns>Why the driver gives no handle; null when it does.</returns>
    private NvmlReturn? TakeHandle()
    {
        nint handle;
        var code = session.Functions.HandleByIndex.Invoke((uint)index, &handle);
        if (code != NvmlReturn.Success)
        {
            return code;
        }

        identity = null;
        query = new NvmlQuery(handle, index, time, logger);
        Free();
        return null;
    }

    private NvmlReadings NewReadings(NvmlQuery asked, GpuIdentity known)
    {
        session.Host.CountersOf(known.Uuid).OnReopened();
        return new NvmlReadings(asked, session, known, time);
    }

    private GpuReadResult Failed(NvmlReturn code) => GpuReadResult.Failed(identity, code.ToFailure());
}
