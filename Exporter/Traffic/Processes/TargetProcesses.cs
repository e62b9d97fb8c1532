using System.Globalization;
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
    private readonly TargetSockets targetSockets = new();
    private readonly ProcessTreeMeter meter = new();
    private TargetProcessOptions options = new();
    private string openedPath = "";
    private ProcFile proc = new("");
    private SocketHolders holders = new("");
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
        var (sockets, elsewhere) = targetSockets.Find(now.Endpoints, processes, groupOf);
        Volatile.Write(ref places, elsewhere);
        var found = holders.Find([.. sockets.Keys], processes);
        var next = new ProcessMap(processes, Listeners(sockets, found), groupOf);
        Volatile.Write(ref usage, [.. meter.Measure(next, now.Endpoints)]);
        Volatile.Write(ref map, next);
        Judge(found, time.GetElapsedTime(started));
    }

    private void Open(string procPath)
    {
        if (procPath != openedPath)
        {
            (openedPath, proc, holders) = (procPath, new ProcFile(procPath), new SocketHolders(procPath));
            targetSockets.Open(procPath);
            meter.Open(procPath);
        }
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
