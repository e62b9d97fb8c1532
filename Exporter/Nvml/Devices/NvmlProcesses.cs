using System.Runtime.InteropServices;
using Exporter.Gpu.Readings;
using Exporter.Nvml.Native;

namespace Exporter.Nvml.Devices;

/// <summary>Lists the processes on one device. Used by one thread.</summary>
internal sealed class NvmlProcesses
{
    private const ulong NotTold = ulong.MaxValue;

    /// <summary>The driver lists 950 processes at most; a few rounds of growing suffice even while processes start.</summary>
    private const int MostRounds = 6;

    private readonly Dictionary<(uint Pid, uint GpuInstance, uint ComputeInstance), ulong> found = [];
    private byte[] buffer = new byte[32 * NvmlProcessLists.LongestRecord];

    /// <summary>Every process once, whichever lists it stands in; null where the device cannot list those that compute.</summary>
    public IReadOnlyList<GpuProcess>? Read(NvmlQuery query, NvmlProcessLists lists)
    {
        found.Clear();
        if (!Add(query, lists.Compute))
        {
            return null;
        }

        Add(query, lists.Graphics);
        Add(query, lists.Mps);
        if (query.Fatal is not null)
        {
            return null;
        }

        return [.. found.Select(entry => new GpuProcess((int)entry.Key.Pid, entry.Value == NotTold ? null : (long)entry.Value))];
    }

    private bool Add(NvmlQuery query, IReadOnlyList<(NvmlDeviceList Function, int RecordBytes)> functions)
    {
        foreach (var (function, recordBytes) in functions)
        {
            if (Fill(query, function) is { } count)
            {
                Parse(buffer.AsSpan(0, Math.Min(count * recordBytes, buffer.Length)), recordBytes);
                return true;
            }
        }

        return false;
    }

    /// <returns>How many records stand in the buffer; null where the function is missing or failed.</returns>
    private int? Fill(NvmlQuery query, NvmlDeviceList function)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            // Room for the longest records, even where the library is believed to fill shorter ones.
            var count = (uint)(buffer.Length / NvmlProcessLists.LongestRecord);
            switch (query.List(function, buffer, ref count))
            {
                case NvmlReturn.Success:
                    return (int)count;
                case NvmlReturn.InsufficientSize:
                    buffer = new byte[Math.Clamp((count * 2) + 5, 64, 4096) * NvmlProcessLists.LongestRecord];
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private void Parse(ReadOnlySpan<byte> records, int recordBytes)
    {
        for (; records.Length >= recordBytes; records = records[recordBytes..])
        {
            var isShort = recordBytes < NvmlProcessInfoBytes;
            var process = isShort ? default : MemoryMarshal.Read<NvmlProcessInfo>(records);
            if (isShort)
            {
                var old = MemoryMarshal.Read<NvmlProcessInfoV1>(records);
                process = new NvmlProcessInfo { Pid = old.Pid, UsedGpuMemory = old.UsedGpuMemory };
            }

            found[(process.Pid, process.GpuInstanceId, process.ComputeInstanceId)] = process.UsedGpuMemory;
        }
    }

    private static readonly int NvmlProcessInfoBytes = Marshal.SizeOf<NvmlProcessInfo>();
}
