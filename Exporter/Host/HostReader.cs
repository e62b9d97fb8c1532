using Exporter.Host.Proc;

namespace Exporter.Host;

/// <summary>Reads the host once a call. Not thread-safe.</summary>
/// <param name="fileSystemSize">Asks the file system at a path for its size; null where it does not say; may hang.</param>
internal sealed class HostReader(HostOptions options, Func<string, (long Used, long Limit)?> fileSystemSize, TimeProvider time)
{
    /// <summary>Most disks, interfaces and file systems that ever get series.</summary>
    public const int DiskCapacity = 64;

    /// <inheritdoc cref="DiskCapacity"/>
    public const int NetworkCapacity = 64;

    /// <inheritdoc cref="DiskCapacity"/>
    public const int FileSystemCapacity = 64;

    private readonly ProcFile proc = new(options.ProcPath);
    private readonly FileSystemSizes sizes = new(fileSystemSize, options.FileSystemTimeout, time);
    private readonly CpuClock clock = new();
    private readonly NameBudget disks = new(DiskCapacity);
    private readonly NameBudget networks = new(NetworkCapacity);
    private readonly NameBudget fileSystems = new(FileSystemCapacity);
    private CpuTimes? lastCpu;

    /// <summary>Mount points whose file system has not answered, in no order.</summary>
    public IReadOnlyCollection<string> UnansweredFileSystems => sizes.Unanswered;

    /// <summary>Whether there are more devices or mounts than are published.</summary>
    public bool IsCapacityExceeded => disks.IsExceeded || networks.IsExceeded || fileSystems.IsExceeded;

    /// <summary>Never throws for what a proc file may hold; what cannot be read is absent in the snapshot.</summary>
    public async Task<HostSnapshot> ReadAsync(CancellationToken cancellationToken)
    {
        var fileSystemSizes = await ReadFileSystemsAsync(cancellationToken).ConfigureAwait(false);
        var stat = CpuStat.Parse(proc.Read("stat"));
        CpuTimes? cpu = stat is null ? null : clock.Advance(stat.Times);
        var utilization = cpu is { } now && lastCpu is { } before ? CpuClock.Utilization(before, now) : null;
        lastCpu = cpu;
        return new HostSnapshot
        {
            Cpu = cpu,
            CpuUtilization = utilization,
            LogicalCpus = stat is { LogicalCount: > 0 } ? stat.LogicalCount : null,
            Memory = MemoryInfo.Parse(proc.Read("meminfo")),
            CpuPressure = Pressure.Parse(proc.Read("pressure/cpu")),
            MemoryPressure = Pressure.Parse(proc.Read("pressure/memory")),
            IoPressure = Pressure.Parse(proc.Read("pressure/io")),
            Load = LoadAverage.Parse(proc.Read("loadavg")),
            Uptime = Uptime.Parse(proc.Read("uptime")),
            Events = VmStat.Parse(proc.Read("vmstat")),
            Disks = [.. DiskStats.Parse(proc.Read("diskstats")).Where(disk => disks.Admits(disk.Device))],
            Networks = [.. NetDev.Parse(ReadNetDev()).Where(network => networks.Admits(network.Name))],
            FileSystems = fileSystemSizes,
        };
    }

    /// <summary>"self" of a host's proc that is mounted elsewhere is this container; process 1 is the host.</summary>
    private ReadOnlySpan<byte> ReadNetDev() => options.ProcPath == "/proc" ? proc.Read("net/dev") : proc.ReadFirst("1/net/dev", "net/dev");

    private async Task<IReadOnlyList<FileSystemSize>> ReadFileSystemsAsync(CancellationToken cancellationToken)
    {
        var mounts = MountSelection.Choose(ReadMounts(), options.NetworkFileSystems).Where(mount => fileSystems.Admits(mount.MountPoint)).ToArray();
        var read = await sizes.ReadAsync(mounts.Select(PathOf), cancellationToken).ConfigureAwait(false);
        var found = new List<FileSystemSize>();
        foreach (var mount in mounts)
        {
            if (read.TryGetValue(PathOf(mount), out var size))
            {
                found.Add(new FileSystemSize(mount.MountPoint, size.Used, size.Limit));
            }
        }

        return found;
    }

    /// <summary>Where the root is our own, our own mounts are what a question for a size reaches.</summary>
    private IReadOnlyList<Mount> ReadMounts() =>
        Mount.Parse(options.RootPath == "/" ? proc.Read("self/mountinfo") : proc.ReadFirst("1/mountinfo", "self/mountinfo"));

    private string PathOf(Mount mount)
    {
        var root = options.RootPath.TrimEnd('/');
        return mount.MountPoint == "/" && root.Length > 0 ? root : root + mount.MountPoint;
    }
}
