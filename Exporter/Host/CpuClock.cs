using Exporter.Host.Proc;

namespace Exporter.Host;

/// <summary>
/// Makes counters of the kernel's CPU times. The kernel lets iowait (and with it idle) go back a little now and then; published as
/// they are, each step back would look like a restart and add the whole time since boot to a rate.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class CpuClock
{
    /// <summary>Only a restored or migrated container starts again from far below; then the counters do too.</summary>
    private const double RestartSeconds = 60;

    private CpuTimes? last;

    /// <summary>The times to publish: each mode holds its value until the kernel's has passed it.</summary>
    public CpuTimes Advance(CpuTimes read)
    {
        var next = last is not { } before || read.BusySeconds < before.BusySeconds - RestartSeconds ? read : Highest(read, before);
        last = next;
        return next;
    }

    /// <summary>Busy share of the time between two readings, 0 to 1; null where no time has passed.</summary>
    public static double? Utilization(CpuTimes before, CpuTimes after)
    {
        var total = after.TotalSeconds - before.TotalSeconds;
        return total > 0 ? Math.Clamp((after.BusySeconds - before.BusySeconds) / total, 0, 1) : null;
    }

    private static CpuTimes Highest(CpuTimes read, CpuTimes before) => new()
    {
        UserSeconds = Math.Max(read.UserSeconds, before.UserSeconds),
        NiceSeconds = Math.Max(read.NiceSeconds, before.NiceSeconds),
        SystemSeconds = Math.Max(read.SystemSeconds, before.SystemSeconds),
        IdleSeconds = Math.Max(read.IdleSeconds, before.IdleSeconds),
        IoWaitSeconds = Math.Max(read.IoWaitSeconds, before.IoWaitSeconds),
        InterruptSeconds = Math.Max(read.InterruptSeconds, before.InterruptSeconds),
        StealSeconds = Math.Max(read.StealSeconds, before.StealSeconds),
    };
}
