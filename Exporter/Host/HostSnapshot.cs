using Exporter.Host.Proc;

namespace Exporter.Host;

/// <summary>One reading of the host. Null means that this host does not say, or that reading it failed.</summary>
internal sealed record HostSnapshot
{
    /// <summary>Never goes back, unlike the kernel's own figures.</summary>
    public CpuTimes? Cpu { get; init; }

    /// <summary>CPUs that are online.</summary>
    public int? LogicalCpus { get; init; }

    /// <summary>Share of the time between this reading and the one before in which the CPUs were busy, 0 to 1; null in the first reading.</summary>
    public double? CpuUtilization { get; init; }

    public MemoryInfo? Memory { get; init; }

    public Pressure? CpuPressure { get; init; }

    public Pressure? MemoryPressure { get; init; }

    public Pressure? IoPressure { get; init; }

    public LoadAverage? Load { get; init; }

    public Uptime? Uptime { get; init; }

    public VmStat? Events { get; init; }

    public IReadOnlyList<DiskStats> Disks { get; init; } = [];

    public IReadOnlyList<NetDev> Networks { get; init; } = [];

    public IReadOnlyList<FileSystemSize> FileSystems { get; init; } = [];
}
