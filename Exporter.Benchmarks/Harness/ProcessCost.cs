using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Exporter.Benchmarks.Harness;

/// <summary>What another process has cost so far.</summary>
internal static class ProcessCost
{
    /// <summary>
    /// CPU time of all threads of a process, user and system: what fields 14 and 15 of <c>/proc/[pid]/stat</c> say, but
    /// read from the process's CPU clock, because those fields count in steps of 10 ms and a scrape takes less than one.
    /// </summary>
    public static TimeSpan Cpu(int pid)
    {
        // The kernel's encoding of "the scheduler's clock of that process", as clock_getcpuclockid(3) makes it.
        int clock = (~pid << 3) | 2;
        if (ClockGetTime(clock, out Timespec time) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }

        return TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / 100));
    }

    /// <summary>Resident memory in bytes.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="own">True counts only what no file on disk backs: heaps, stacks and generated code, but no libraries.</param>
    public static long ResidentBytes(int pid, bool own)
    {
        string[] wanted = own ? ["RssAnon:", "RssShmem:"] : ["VmRSS:"];
        return File.ReadLines($"/proc/{pid}/status")
            .Where(line => wanted.Any(name => line.StartsWith(name, StringComparison.Ordinal)))
            .Sum(line => long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024);
    }

    [DllImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int ClockGetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
