using Exporter.Gpu.Readings;
using Exporter.Nvml.Native;

namespace Exporter.Nvml.Devices;

/// <summary>
/// Performance counters of one device or of one MIG instance: two samples at a distance, and what the library makes of them. Used
/// by one thread. The samples' room is the library's and is given back by <see cref="Free"/>.
/// </summary>
/// <param name="functions">The library's.</param>
/// <param name="gpuInstance">The MIG instance; null for the device as a whole.</param>
/// <param name="time">Tells how far apart the samples are.</param>
internal sealed unsafe class NvmlGpm(NvmlFunctions functions, uint? gpuInstance, TimeProvider time)
{
    private const double Percent = 100;
    private const double Mebibyte = 1024 * 1024;

    private static readonly TimeSpan leastDistance = TimeSpan.FromMilliseconds(100);

    /// <summary>SM active, SM occupancy, any tensor, DRAM bandwidth, FP64, FP32, FP16; PCIe sent and received, NVLink received and sent.</summary>
    private static readonly uint[] metrics = [2, 3, 5, 10, 11, 12, 13, 20, 21, 60, 61];

    private NvmlGpmRequest request;
    private nint before;
    private nint after;
    private long taken;
    private bool hasBefore;

    /// <summary>What the last two samples say; null before there are two and where the card has no such counters.</summary>
    public GpuActivity? Activity { get; private set; }

    /// <summary>How far apart the samples are that the bytes lie between.</summary>
    public NvmlTrafficSince? Traffic { get; private set; }

    /// <summary>Takes a sample and compares it with the last one.</summary>
    /// <param name="query">Of the whole device, also for a part of it.</param>
    public void Read(NvmlQuery query)
    {
        Traffic = null;
        if (hasBefore && time.GetElapsedTime(taken) < leastDistance)
        {
            return;
        }

        Activity = null;
        if (!HasRoom(query) || !query.Take(functions, gpuInstance, after))
        {
            hasBefore = false;
            return;
        }

        var now = time.GetTimestamp();
        if (hasBefore && Compare(query))
        {
            Tell(time.GetElapsedTime(taken, now));
        }

        (before, after, taken, hasBefore) = (after, before, now, true);
    }

    /// <summary>Gives the room back to a library that still runs.</summary>
    public void Free()
    {
        if (before != 0)
        {
            functions.GpmFree.Invoke(before);
        }

        if (after != 0)
        {
            functions.GpmFree.Invoke(after);
        }

        (before, after, hasBefore) = (0, 0, false);
    }

    private bool HasRoom(NvmlQuery query)
    {
        if (after != 0)
        {
            return true;
        }

        if (query.Get(functions.GpmSupport, NvmlGpmSupport.Request) is not { IsSupported: not 0 })
        {
            return false;
        }

        return Alloc(query, ref before) && Alloc(query, ref after);
    }

    private bool Alloc(NvmlQuery query, ref nint sample)
    {
        fixed (nint* room = &sample)
        {
            return sample != 0 || (query.Asks(functions.GpmAlloc) && query.Accepts(functions.GpmAlloc, functions.GpmAlloc.Invoke(room)));
        }
    }

    private bool Compare(NvmlQuery query)
    {
        request.Version = NvmlGpmRequest.PlainVersion;
        request.Count = (uint)metrics.Length;
        request.Before = before;
        request.After = after;
        for (var i = 0; i < metrics.Length; i++)
        {
            request.Metrics[i] = new NvmlGpmMetric { Id = metrics[i], Return = NvmlReturn.NotSupported };
        }

        fixed (NvmlGpmRequest* asked = &request)
        {
            return query.Asks(functions.GpmCompare) && query.Accepts(functions.GpmCompare, functions.GpmCompare.Invoke(asked));
        }
    }

    private void Tell(TimeSpan distance)
    {
        var shares = new GpuActivity
        {
            SmActive = Share(0),
            SmOccupancy = Share(1),
            TensorActive = Share(2),
            DramActive = Share(3),
            Fp64Active = Share(4),
            Fp32Active = Share(5),
            Fp16Active = Share(6),
        };
        Activity = shares;
        Traffic = new NvmlTrafficSince(Bytes(8, distance), Bytes(7, distance), Bytes(9, distance), Bytes(10, distance));
    }

    private double? Share(int i) => Value(i) is { } percent ? Math.Clamp(percent / Percent, 0, 1) : null;

    private double? Bytes(int i, TimeSpan distance) => Value(i) is { } mebibytesPerSecond ? mebibytesPerSecond * Mebibyte * distance.TotalSeconds : null;

    /// <summary>Counters that have not moved make the library divide by zero.</summary>
    private double? Value(int i) => request.Metrics[i] is { Return: NvmlReturn.Success, Value: var value } && double.IsFinite(value) && value >= 0 ? value : null;
}
