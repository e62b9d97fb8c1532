using System.Globalization;
using Exporter.Gpu.Readings;
using Exporter.Nvml.Devices;
using Exporter.Nvml.Native;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Nvml.Survey;

/// <summary>
/// Looks at what headers and a fake library leave open of a device, by asking its driver directly. It takes two looks at some
/// distance: the first when it is made ready, the second for the findings. Used by one thread, beside the device's reader.
/// </summary>
internal sealed unsafe class NvmlSurvey(NvmlFunctions functions, NvmlHandle device, TimeProvider time)
{
    private readonly NvmlFieldSurvey fields = new(functions, device.Value, time);
    private readonly NvmlGpmSurvey gpm = new(functions, device.Value);
    private readonly NvmlProcesses processes = new();
    private ulong reasonsBefore;

    /// <summary>The first look.</summary>
    public void Begin()
    {
        reasonsBefore = Reasons() ?? 0;
        fields.Begin();
        gpm.Begin();
    }

    /// <summary>The second look.</summary>
    public IReadOnlyList<NvmlFinding> End()
    {
        var held = (reasonsBefore & (Reasons() ?? 0)) is var mask ? NvmlThrottle.Reasons(mask) : GpuThrottleReasons.None;
        return
        [
            .. fields.End(held),
            .. NvmlSampleSurvey.Of(functions, device.Value, time),
            .. gpm.End(),
            Throughput("sent", 0),
            Throughput("received", 1),
            Events(),
            ProcessList(),
            ProcessUse(),
            Memory(),
        ];
    }

    private ulong? Reasons()
    {
        ulong mask;
        return functions.ClocksEventReasons.Invoke(device.Value, &mask) == NvmlReturn.Success
            || functions.ClocksThrottleReasons.Invoke(device.Value, &mask) == NvmlReturn.Success
            ? mask
            : null;
    }

    private NvmlFinding Throughput(string direction, uint which)
    {
        uint kilobytes;
        var started = time.GetTimestamp();
        var code = functions.PcieThroughput.Invoke(device.Value, which, &kilobytes);
        return new(
            $"bytes {direction} over PCIe by the call that blocks: 1000 or 1024 a kilobyte (compare with fields 197 and 198 under a known load)",
            code == NvmlReturn.Success ? Invariant($"{kilobytes} KB/s, {time.GetElapsedTime(started).TotalMilliseconds:0.0} ms for the call") : code.Name());
    }

    private NvmlFinding Events()
    {
        const string Question = "events that the driver lets us register for";
        ulong types;
        nint set;
        var code = functions.SupportedEvents.Invoke(device.Value, &types);
        if (code != NvmlReturn.Success || (code = functions.EventSetCreate.Invoke(&set)) != NvmlReturn.Success)
        {
            return new(Question, code.Name(), "Xid errors come from the kernel's log alone");
        }

        var wanted = (NvmlEventType)types & (NvmlEventType.XidCriticalError | NvmlEventType.MigConfigChange);
        code = functions.RegisterEvents.Invoke(device.Value, wanted, set);
        functions.EventSetFree.Invoke(set);
        return new(
            Question,
            Invariant($"mask 0x{types:x}, registering answers {code.Name()}"),
            code == NvmlReturn.Success && wanted.HasFlag(NvmlEventType.XidCriticalError) ? "Xid errors arrive as events" : "Xid errors come from the kernel's log alone");
    }

    private NvmlFinding ProcessList()
    {
        const string Question = "process ids of the process list";
        var listed = processes.Read(new NvmlQuery(device.Value, 0, time, NullLogger.Instance), functions.Processes);
        return listed is null ? new(Question, "not listed") : Pids(Question, [.. listed.Select(process => process.Pid)]);
    }

    private NvmlFinding ProcessUse()
    {
        const string Question = "process ids of the use by process";
        var records = new NvmlProcessUtilization[1024];
        var count = (uint)records.Length;
        fixed (NvmlProcessUtilization* first = records)
        {
            var code = functions.ProcessUtilization.Invoke(device.Value, first, &count, 0);
            return code == NvmlReturn.Success
                ? Pids(Question, [.. records.Take((int)count).Where(record => record is { Pid: > 0, Sm: <= 100 }).Select(record => (int)record.Pid).Distinct()])
                : new(Question, code.Name());
        }
    }

    private static NvmlFinding Pids(string question, IReadOnlyList<int> pids)
    {
        if (pids.Count == 0)
        {
            return new(question, "none");
        }

        var visible = pids.Count(pid => Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}")));
        return new(
            question,
            Invariant($"{string.Join(' ', pids.Order().Take(16))}; {visible} of {pids.Count} are seen here"),
            visible == pids.Count ? "they are of this pid namespace, or happen to exist in it" : "they are of another pid namespace: share the host's");
    }

    private NvmlFinding Memory()
    {
        var v2 = NvmlMemoryV2.Request;
        NvmlMemory v1;
        var (code2, code1) = (functions.MemoryV2.Invoke(device.Value, &v2), functions.Memory.Invoke(device.Value, &v1));
        const string Question = "whether the v2 memory call's 'used' leaves out the reserve";
        if (code1 != NvmlReturn.Success || code2 != NvmlReturn.Success)
        {
            return new(Question, $"v1 {code1.Name()}, v2 {code2.Name()}");
        }

        var difference = (long)v1.Used - (long)v2.Used;
        return new(
            Question,
            Invariant($"v1 used {v1.Used}, v2 used {v2.Used}, reserved {v2.Reserved}, free {v2.Free}, total {v2.Total}"),
            Close(difference, (long)v2.Reserved, v2.Total) ? "it leaves it out" : Close(difference, 0, v2.Total) ? "it holds it" : null);
    }

    /// <summary>Memory may come and go between the two calls.</summary>
    private static bool Close(long one, long other, ulong total) => Math.Abs(one - other) <= (long)(total / 1000);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
