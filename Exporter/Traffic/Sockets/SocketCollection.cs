using System.Collections.Frozen;
using System.Globalization;
using Exporter.Host.Proc;
using Exporter.Host.Sockets;
using Exporter.Scheduling;
using Exporter.Traffic.Processes;
using Microsoft.Extensions.Logging;

namespace Exporter.Traffic.Sockets;

/// <summary>
/// Lists the sockets of every target's port once a second, without privilege: by INET_DIAG, else from /proc/net/tcp; in another network
/// name space (a container's) from /proc/PID/net/tcp, since entering it would need a privilege.
/// </summary>
internal sealed class SocketCollection : IAsyncDisposable
{
    public const string CollectorName = "sockets";

    private const string NotReadable = "not_readable";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>After this long without a new reading the last one is no longer shown.</summary>
    private static readonly TimeSpan Shelf = TimeSpan.FromSeconds(5);

    private readonly Func<string, NetworkPlace?> placeOf;
    private readonly CollectorHealthBoard board;
    private readonly CollectorHealth health;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly PeriodicLoop loop;
    private readonly InetDiag kernel = new();
    private readonly bool withNetlink;
    private readonly Dictionary<string, PeakWindow> peaks = [];
    private readonly Dictionary<string, AcceptWatch> accepts = [];
    private SocketOptions options = new();
    private string openedPath = "";
    private ProcFile proc = new("");
    private FrozenDictionary<string, SocketReading> readings = FrozenDictionary<string, SocketReading>.Empty;
    private FrozenDictionary<string, long> looks = FrozenDictionary<string, long>.Empty;
    private string told = "";

    /// <param name="placeOf">Where a target listens that is in another network name space; null for our own.</param>
    /// <param name="withNetlink">False reads /proc only, as where a sandbox forbids netlink.</param>
    public SocketCollection(Func<string, NetworkPlace?> placeOf, CollectorHealthBoard board, TimeProvider time, ILogger logger, bool withNetlink = true)
    {
        this.placeOf = placeOf;
        this.board = board;
        this.time = time;
        this.logger = logger;
        this.withNetlink = withNetlink;
        health = board.Add(CollectorName);
        loop = new PeriodicLoop(new PeriodicSchedule { Name = CollectorName, Interval = Interval }, LookAsync, time, logger);
    }

    /// <summary>The targets that are watched now.</summary>
    public IEnumerable<string> Targets => Volatile.Read(ref options).Endpoints.Select(e => e.Target);

    /// <summary>The sockets of a target as of the last second; null where it is not watched, nobody listens there or they could not be read. Any thread may ask.</summary>
    public SocketReading? Find(string target) =>
        Volatile.Read(ref options).Endpoints.Any(e => e.Target == target)
        && Volatile.Read(ref readings).TryGetValue(target, out var reading)
        && time.GetElapsedTime(reading.At) < Shelf
            ? reading
            : null;

    /// <summary>Whether somebody listens on a target's port; null where it is not watched or could not be read lately. Any thread may ask.</summary>
    public bool? IsListening(string target) =>
        Find(target) is not null ? true
        : Targets.Contains(target) && Volatile.Read(ref looks).TryGetValue(target, out var at) && time.GetElapsedTime(at) < Shelf ? false
        : null;

    /// <summary>Says whose sockets to watch from the next look on.</summary>
    public void Configure(SocketOptions wanted) => Volatile.Write(ref options, wanted);

    public void Start() => loop.Start();

    public async ValueTask DisposeAsync()
    {
        await loop.DisposeAsync().ConfigureAwait(false);
        kernel.Dispose();
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

    private void Look(SocketOptions now)
    {
        var started = time.GetTimestamp();
        if (now.ProcPath != openedPath)
        {
            (openedPath, proc) = (now.ProcPath, new ProcFile(now.ProcPath));
        }

        var places = now.Endpoints.ToDictionary(e => e.Target, e => placeOf(e.Target));
        var (own, reason) = ReadOwn([.. now.Endpoints.Where(e => places[e.Target] is null).Select(e => e.Port)]);
        var next = new Dictionary<string, SocketReading>();
        foreach (var endpoint in now.Endpoints)
        {
            if (Read(endpoint, places[endpoint.Target], own, started) is { } reading)
            {
                next[endpoint.Target] = reading with
                {
                    AcceptQueueMax = GetOrAdd(peaks, endpoint.Target, () => new PeakWindow(time)).Add(reading.AcceptQueueLength),
                    LastAccept = GetOrAdd(accepts, endpoint.Target, () => new AcceptWatch()).Look(reading.Waiting, started),
                };
            }
        }

        if (reason != NotReadable)
        {
            Volatile.Write(ref looks, now.Endpoints.ToFrozenDictionary(e => e.Target, _ => started));
        }

        Forget(now);
        Volatile.Write(ref readings, next.ToFrozenDictionary());
        Judge(reason, time.GetElapsedTime(started));
    }

    private SocketReading? Read(TargetEndpoint endpoint, NetworkPlace? place, List<SocketRow> own, long at)
    {
        if (place is null)
        {
            return SocketTally.Of(own, SocketEnd.Of(endpoint.Address, endpoint.Port), OwnConnections.Contains, at);
        }

        // On the way into a container the client's address may be translated, its port hardly ever.
        var rows = new List<SocketRow>();
        var folder = string.Create(CultureInfo.InvariantCulture, $"{place.Pid}/net/");
        var ports = new HashSet<int> { place.Port };
        ProcNetTcp.Parse(proc.Read(folder + "tcp"), ports, rows);
        ProcNetTcp.Parse(proc.Read(folder + "tcp6"), ports, rows);
        return SocketTally.Of(rows, new SocketEnd(UInt128.Zero, place.Port), c => OwnConnections.ContainsPort(c.Port), at);
    }

    /// <summary>The sockets of our own network name space, and what kept us from reading them in the best way.</summary>
    private (List<SocketRow> Rows, string Reason) ReadOwn(HashSet<int> ports)
    {
        var rows = new List<SocketRow>();
        if (ports.Count == 0 || (withNetlink && kernel.TryRead(ports, rows)))
        {
            return (rows, "");
        }

        rows.Clear();
        var table = proc.Read("net/tcp");
        var isReadable = !table.IsEmpty;
        ProcNetTcp.Parse(table, ports, rows);
        ProcNetTcp.Parse(proc.Read("net/tcp6"), ports, rows);
        return (rows, isReadable ? "netlink_refused" : NotReadable);
    }

    /// <summary>A target that left the configuration and comes back begins anew.</summary>
    private void Forget(SocketOptions now)
    {
        foreach (var gone in peaks.Keys.Where(t => now.Endpoints.All(e => e.Target != t)).ToList())
        {
            peaks.Remove(gone);
            accepts.Remove(gone);
        }
    }

    private static T GetOrAdd<T>(Dictionary<string, T> all, string target, Func<T> create) =>
        all.TryGetValue(target, out var known) ? known : all[target] = create();

    private void Judge(string reason, TimeSpan duration)
    {
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
            Log.SocketsRead(logger, reason);
        }
    }
}
