using Exporter.Gpu;
using Exporter.Gpu.Readings;
using Exporter.Nvml.Native;
using Microsoft.Extensions.Logging;

namespace Exporter.Nvml.Devices;

/// <summary>
/// One GPU of a session. Its handle is taken at the first reading and again after the GPU was lost, so a GPU that is sick when the
/// session opens is a failed reading of its own and nobody else's.
/// </summary>
/// <param name="session">Whose handle it takes.</param>
/// <param name="index">The library's.</param>
/// <param name="pciAddress">Its place on the bus where that is known before the card is asked; else null.</param>
/// <param name="time">The clock of its readings.</param>
/// <param name="logger">The log of its readings.</param>
internal sealed unsafe class NvmlDevice(NvmlSession session, int index, string? pciAddress, TimeProvider time, ILogger logger) : IGpuReader, IDisposable
{
    private static readonly GpuFailure suspended = new(GpuFailureScope.Reading, "suspended", "The card sleeps to save power and is not woken for a reading.");

    private NvmlSleep sleep = new(session.SysRoot, pciAddress);
    private NvmlHandle? handle;
    private volatile bool isToBeTakenAnew;
    private NvmlQuery? query;
    private NvmlReadings? readings;
    private GpuIdentity? identity;

    public int Index => index;

    /// <summary>The device while it answers; read by the thread of the events as well.</summary>
    public NvmlHandle? Handle => Volatile.Read(ref handle);

    /// <summary>Forgets at the next reading what was learned of the device: its layout changed. Any thread may call it.</summary>
    public void TakeAnew() => isToBeTakenAnew = true;

    public GpuReadResult Read()
    {
        if (session.IsClosed)
        {
            return Failed(NvmlReturn.Uninitialized);
        }

        if (sleep.IsSuspended)
        {
            return GpuReadResult.Failed(identity, suspended);
        }

        if (isToBeTakenAnew)
        {
            isToBeTakenAnew = false;
            Forget();
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
            Forget();
            return Failed(fatal);
        }

        if (reading is null || query.Answers == 0)
        {
            var why = query.FirstError ?? NvmlReturn.Unknown;
            Forget();
            return Failed(why);
        }

        Show(identity!);
        return GpuReadResult.Read(identity!, reading);
    }

    /// <summary>Gives back what the library and the kernel hold for this device. No reading may be running.</summary>
    public void Dispose()
    {
        FreeReadings();
        sleep.Dispose();
    }

    private void FreeReadings()
    {
        readings?.Free();
        readings = null;
    }

    private void Show(GpuIdentity known)
    {
        if (handle is null)
        {
            Volatile.Write(ref handle, new NvmlHandle(query!.Device, known.PciBusId));
            sleep.Dispose();
            sleep = new NvmlSleep(session.SysRoot, known.PciBusId ?? pciAddress);
        }
    }

    private void Forget()
    {
        query = null;
        Volatile.Write(ref handle, null);
    }

    /// <returns>Why the driver gives no handle; null when it does.</returns>
    private NvmlReturn? TakeHandle()
    {
        nint taken;
        var code = session.Functions.HandleByIndex.Invoke((uint)index, &taken);
        if (code != NvmlReturn.Success)
        {
            return code;
        }

        identity = null;
        query = new NvmlQuery(taken, index, time, logger, session.Trace);
        FreeReadings();
        return null;
    }

    private NvmlReadings NewReadings(NvmlQuery asked, GpuIdentity known)
    {
        session.Host.CountersOf(known.Uuid).OnReopened();
        return new NvmlReadings(asked, session, known, time);
    }

    private GpuReadResult Failed(NvmlReturn code) => GpuReadResult.Failed(identity, code.ToFailure());
}
