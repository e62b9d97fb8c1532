using Exporter.Host.Proc;

namespace Exporter.Host;

/// <summary>What this process uses, for the <c>process_*</c> series. Null means that it could not be read.</summary>
internal sealed record SelfProcess
{
    /// <summary>User and system time since start.</summary>
    public double? CpuSeconds { get; init; }

    public double? ResidentBytes { get; init; }

    public double? VirtualBytes { get; init; }

    /// <summary>Unix time of its start.</summary>
    public double? StartTimeSeconds { get; init; }

    /// <summary>Open file descriptors.</summary>
    public double? OpenFiles { get; init; }

    /// <summary>How many of them the process may have (soft limit).</summary>
    public double? MaxOpenFiles { get; init; }

    /// <summary>Reads now; never throws for what it finds.</summary>
    /// <param name="procPath">Where proc is mounted.</param>
    public static SelfProcess Read(string procPath = "/proc")
    {
        var proc = new ProcFile(procPath);
        var stat = ProcessStat.Parse(proc.Read("self/stat"));
        return new SelfProcess
        {
            CpuSeconds = stat?.CpuSeconds,
            ResidentBytes = stat?.ResidentPages * Environment.SystemPageSize,
            VirtualBytes = stat?.VirtualBytes,
            StartTimeSeconds = stat is null ? null : CpuStat.Parse(proc.Read("stat"))?.BootTimeSeconds + (stat.StartTicks / CpuStat.TicksPerSecond),
            OpenFiles = CountEntries(Path.Combine(procPath, "self/fd")),
            MaxOpenFiles = ProcessLimits.Parse(proc.Read("self/limits")).OpenFiles,
        };
    }

    private static double? CountEntries(string directory)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(directory).Count();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
