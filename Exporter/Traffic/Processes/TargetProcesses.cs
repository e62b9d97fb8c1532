using System.Globalization;
using Exporter.Host;
using Exporter.Host.Proc;
using Exporter.Host.Processes;
using Exporter.Scheduling;
using Microsoft.Extensions.Logging;

namespace Exporter.Traffic.Processes;

/// <summary>
/// Looks at every tick which processes belong to which target, those in containers behind a published port too. It needs to see other users' descriptors (the same user, or
/// CAP_SYS_PTRACE) and the host's process name space; without, the rest of the daemon works and the collector's health says so.
/// </summary>
internal sealed class TargetProcesses : IAsyncDisposable
{
    public const string CollectorName = "processes";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly CollectorHealthBoard board;
    private readonly CollectorHealth health;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly PeriodicLoop loop;
    private readonly Dictionary<string, CpuTally> tallies = [];
    private readonly SteadyTime bootTime = new();

    /// <summary>Those that were seen to listen in our own network name space.</summary>
    private readonly HashSet<TargetEndpoint> native = [];
    private TargetProcessOptions options = new();
    private string openedPath = "";
    private ProcFile proc = new("");
    private SocketHolders holders = new("");
    private NetworkNamespaces namespaces = new("");
    private IReadOnlyDictionary<string, NetworkPlace> places = new Dictionary<string, NetworkPlace>();
    private ProcessMap map = ProcessMap.Empty;
    private IReadOnlyList<ProcessTreeUsage> usage = [];
    private string told = "";

    public TargetProcesses(CollectorHealthBoard board, TimeProvider time, ILogger logger)
    {
        this.board = board;
        this.time = time;
        this.logger = logger;
        health = board.Add(CollectorName);
        loop = new PeriodicLoop(new PeriodicSchedule { Name = CollectorName, Interval = Interval }, LookAsync, time, logger);
    }

    /// <summary>Whose each process is, as of the last look. Any thread may ask.</summary>
    public ProcessMap Map => Volatile.Read(ref map);

    /// <summary>What each target's processes use, as of the last look; nothing of a target that is no longer configured. Any thread may ask.</summary>
    public IEnumerable<ProcessTreeUsage> Usage
    {
        get
        {
            var wanted = Volatile.Read(ref options).Endpoints;
            return Volatile.Read(ref usage).Where(u => wanted.Any(e => e.Target == u.Target));
        }
    }

    /// <summary>Where a target listens that is in another network name space than ours; null for every other. Any thread may ask.</summary>
    public NetworkPlace? PlaceOf(string target) => Volatile.Read(ref places).GetValueOrDefault(target);

    /// <summary>Says whose processes to look for from the next look on; what was counted of a target that stays is kept.</summary>
    public void Configure(TargetProcessOptions wanted) => Volatile.Write(ref options, wanted);

    public void Start() => loop.Start();

    public async ValueTask DisposeAsync()
    {
        await loop.DisposeAsync().ConfigureAwait(false);
        board.Remove(health);
    }

    private Task LookAsync(CancellationToken cancellationToken)
    {
        var now = Volatile.Read(ref options);
        if (now.Endpoints.Count > 0)
        {
            Look(now);
        }

        return Task.CompletedTask;
    }

    private void Look(TargetProcessOptions now)
    {
        var started = time.GetTimestamp();
        Open(now.ProcPath);
        var processes = ProcessTable.Read(now.ProcPath);
        var groupOf = GroupsOf(processes);
        var sockets = Listening(now);
        AddElsewhere(sockets, now, processes, groupOf);
        var found = holders.Find([.. sockets.Keys], processes);
        var next = new ProcessMap(processes, Listeners(sockets, found), groupOf);
        Volatile.Write(ref usage, [.. Measure(next, now)]);
        Volatile.Write(ref map, next);
        Judge(found, time.GetElapsedTime(started));
    }

    private void Open(string procPath)
    {
        if (procPath != openedPath)
        {
            (openedPath, proc, holders, namespaces) = (procPath, new ProcFile(procPath), new SocketHolders(procPath), new NetworkNamespaces(procPath));
        }
    }

    /// <summary>Inode to target for the sockets that listen where a target's url points.</summary>
    private Dictionary<ulong, string> Listening(TargetProcessOptions now)
    {
        var sockets = AllListening();
        var result = new Dictionary<ulong, string>();
        foreach (var endpoint in now.Endpoints)
        {
            foreach (var socket in sockets.Where(s => s.Port == endpoint.Port && s.Accepts(endpoint.Address)))
            {
                result[socket.Inode] = endpoint.Target;
            }
        }

        return result;
    }

    /// <summary>
    /// Adds the sockets of targets that nobody serves in our network name space, or only a proxy that passes everything on into a
    /// container; the proxy's own sockets are taken out, for they are the container runtime's.
    /// </summary>
    private void AddElsewhere(Dictionary<ulong, string> sockets, TargetProcessOptions now, ProcessTable processes, Func<int, string?> groupOf)
    {
        var ownInodes = AllListening().Select(s => s.Inode).ToHashSet();
        var proxies = processes.All.Where(p => p.Name == PortProxy.ProcessName).Select(ProxyOf).OfType<PortProxy>().ToLookup(p => p.PublishedPort);
        foreach (var proxied in sockets.Where(s => now.Endpoints.Any(e => e.Target == s.Value && proxies.Contains(e.Port))).ToList())
        {
            sockets.Remove(proxied.Key);
        }

        native.UnionWith(now.Endpoints.Where(e => sockets.ContainsValue(e.Target)));
        native.IntersectWith(now.Endpoints);
        var next = new Dictionary<string, NetworkPlace>();
        var missing = now.Endpoints.Where(e => !sockets.ContainsValue(e.Target)).ToList();
        var others = missing.Count > 0 ? namespaces.Find(processes, groupOf, ownInodes) : [];
        foreach (var endpoint in missing)
        {
            var proxy = proxies[endpoint.Port].FirstOrDefault();
            if (proxy is null && native.Contains(endpoint))
            {
                // It used to listen here and is gone: some container with the same port is somebody else.
                continue;
            }

            if (namespaces.Choose(others, proxy is null ? endpoint.Address : proxy.Address, proxy?.Port ?? endpoint.Port) is { } choice)
            {
                next[endpoint.Target] = new NetworkPlace(choice.Where.Pid, choice.Listeners[0].Port);
                choice.Listeners.ForEach(l => sockets[l.Inode] = endpoint.Target);
            }
        }

        Volatile.Write(ref places, next);
    }

    private PortProxy? ProxyOf(ProcessEntry process) => PortProxy.Parse(proc.Read($"{process.Pid.ToString(CultureInfo.InvariantCulture)}/cmdline"));

    private List<ListeningSocket> AllListening()
    {
        var sockets = ListeningSocket.Parse(proc.Read("net/tcp"));
        sockets.AddRange(ListeningSocket.Parse(proc.Read("net/tcp6")));
        return sockets;
    }

    private static Dictionary<int, string> Listeners(Dictionary<ulong, string> sockets, IReadOnlyDictionary<ulong, List<ProcessEntry>> found)
    {
        var listeners = new Dictionary<int, string>();
        foreach (var (inode, processes) in found)
        {
            foreach (var process in processes)
            {
                listeners[process.Pid] = sockets[inode];
            }
        }

        return listeners;
    }

    /// <summary>Control groups, read once for each process of this look; a later question is answered from what was read.</summary>
    private Func<int, string?> GroupsOf(ProcessTable processes)
    {
        var groups = processes.All.ToDictionary(
            p => p.Pid,
            p => ControlGroup.Parse(proc.Read($"{p.Pid.ToString(CultureInfo.InvariantCulture)}/cgroup")));
        return pid => groups.GetValueOrDefault(pid);
    }

    private IEnumerable<ProcessTreeUsage> Measure(ProcessMap next, TargetProcessOptions now)
    {
        var trees = next.Processes.All.ToLookup(p => next.TreeOf(p.Pid));
        var boot = bootTime.Of(CpuStat.Parse(proc.Read("stat"))?.BootTimeSeconds);
        foreach (var endpoint in now.Endpoints)
        {
            var tree = trees[endpoint.Target].ToList();
            if (!tallies.TryGetValue(endpoint.Target, out var tally))
            {
                tallies[endpoint.Target] = tally = new CpuTally();
            }

            tally.Add(tree);
            yield return new ProcessTreeUsage(
                endpoint.Target,
                tree.Count,
                tally.Seconds,
                tree.Sum(p => p.ResidentBytes),
                tree.Sum(p => p.Threads),
                OpenFiles(tree),
                boot is { } b && tree.Count > 0 ? DateTimeOffset.UnixEpoch.AddSeconds(b + tree.Min(p => p.StartSeconds)) : null);
        }
    }

    private long? OpenFiles(List<ProcessEntry> tree)
    {
        long sum = 0;
        foreach (var process in tree)
        {
            try
            {
                sum += Directory.EnumerateFileSystemEntries(Path.Combine(openedPath, process.Pid.ToString(CultureInfo.InvariantCulture), "fd")).LongCount();
            }
            catch (UnauthorizedAccessException)
            {
                return null;
            }
            catch (IOException)
            {
                // The process ended in the meantime.
            }
        }

        return tree.Count > 0 ? sum : null;
    }

    private void Judge(IReadOnlyDictionary<ulong, List<ProcessEntry>> found, TimeSpan duration)
    {
        var isBlind = found.Values.Any(f => f.Count == 0);
        var reason = !isBlind ? "" : holders.WasRefused ? "no_permission" : "holder_not_visible";
        if (reason.Length == 0)
        {
            health.Succeeded(duration);
        }
        else
        {
            health.Failed(reason, duration);
        }

        if (reason != told)
        {
            told = reason;
            Log.ProcessesSeen(logger, reason);
        }
    }
}
