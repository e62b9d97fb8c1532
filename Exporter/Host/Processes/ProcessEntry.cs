using System.Text;
using Exporter.Host.Proc;

namespace Exporter.Host.Processes;

/// <summary>One process as <c>/proc/&lt;pid&gt;/stat</c> tells it.</summary>
/// <param name="Pid">In the name space of the proc file system that was read.</param>
/// <param name="ParentPid">0 for the first process and for one whose parent is outside the name space.</param>
/// <param name="SessionId">Pid of the leader of its session; 0 for kernel threads, and where the leader is outside the process name space.</param>
/// <param name="IsKernelThread">Whether it is the kernel's own, without descriptors and memory.</param>
/// <param name="Name">Its <c>comm</c>: at most 15 bytes, without path and arguments.</param>
/// <param name="CpuSeconds">User and system time of all its threads, without its children's.</param>
/// <param name="Threads">How many threads it has.</param>
/// <param name="StartSeconds">Seconds from boot to its start; with the pid it names a process for good.</param>
/// <param name="ResidentBytes">Memory of it that is in RAM.</param>
internal sealed record ProcessEntry(int Pid, int ParentPid, int SessionId, bool IsKernelThread, string Name, double CpuSeconds, long Threads, double StartSeconds, double ResidentBytes)
{
    /// <summary>PF_KTHREAD of the kernel's <c>linux/sched.h</c>.</summary>
    private const ulong KernelThreadFlag = 0x0020_0000;

    /// <summary>Null where the text is not that of a process.</summary>
    public static ProcessEntry? Parse(ReadOnlySpan<byte> stat)
    {
        // The name stands in brackets and may itself hold blanks and brackets.
        var opening = stat.IndexOf((byte)'(');
        var closing = stat.LastIndexOf((byte)')');
        if (opening < 1 || closing < opening || Fields.Count(stat[..opening].TrimEnd((byte)' ')) is not { } pid)
        {
            return null;
        }

        var fields = new Fields(stat[(closing + 1)..].TrimEnd((byte)'\n'));
        fields.Skip(1);
        var parent = fields.NextCount();
        fields.Skip(1);
        var session = fields.NextCount();
        fields.Skip(2);
        var flags = fields.NextCount();
        fields.Skip(4);
        var user = fields.NextCount();
        var system = fields.NextCount();
        fields.Skip(4);
        var threads = fields.NextCount();
        fields.Skip(1);
        var start = fields.NextCount();
        fields.Skip(1);
        var pages = fields.NextCount();
        return parent is not null && session is not null && flags is not null && user is not null && system is not null && threads is not null && start is not null && pages is not null
            ? new ProcessEntry(
                (int)pid,
                (int)parent,
                (int)session,
                (flags.Value & KernelThreadFlag) != 0,
                Encoding.UTF8.GetString(stat[(opening + 1)..closing]),
                (user.Value + system.Value) / (double)CpuStat.TicksPerSecond,
                (long)threads,
                start.Value / (double)CpuStat.TicksPerSecond,
                pages.Value * (double)Environment.SystemPageSize)
            : null;
    }
}
