using Exporter.Gpu.Readings;
using Exporter.Nvml.Native;

namespace Exporter.Nvml.Devices;

/// <summary>What the processes on one device used. Used by one thread.</summary>
internal sealed class NvmlProcessActivities
{
    private const int MostRounds = 4;
    private const uint MostPercent = 100;

    private readonly Dictionary<uint, NvmlProcessUtilization> newest = [];
    private NvmlProcessUtilization[] records = new NvmlProcessUtilization[100];
    private ulong lastSeen;

    /// <summary>Every process that computed since the last time; null where the driver cannot tell them apart.</summary>
    public IReadOnlyList<GpuProcessActivity>? Read(NvmlQuery query, NvmlFunctions functions)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var count = (uint)records.Length;
            switch (query.Get(functions.ProcessUtilization, records, ref count, lastSeen))
            {
                case NvmlReturn.Success:
                    return Judge(records.AsSpan(0, (int)Math.Min(count, (uint)records.Length)));
                case NvmlReturn.NotFound:
                    return [];
                case NvmlReturn.InsufficientSize:
                    records = new NvmlProcessUtilization[Math.Clamp(count * 2, 100, 4096)];
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>The driver fills in records that mean nothing, and some that it told before.</summary>
    private GpuProcessActivity[] Judge(ReadOnlySpan<NvmlProcessUtilization> told)
    {
        newest.Clear();
        var latest = lastSeen;
        foreach (var record in told)
        {
            if (record is { Pid: > 0, Sm: <= MostPercent } && record.Timestamp > lastSeen
                && (!newest.TryGetValue(record.Pid, out var other) || other.Timestamp < record.Timestamp))
            {
                newest[record.Pid] = record;
                latest = Math.Max(latest, record.Timestamp);
            }
        }

        lastSeen = latest;
        return newest.Count == 0 ? [] : [.. newest.Values.Select(record => new GpuProcessActivity((int)record.Pid, record.Sm / 100.0))];
    }
}
