using System.Globalization;
using System.Net;
using Exporter.Host.Proc;
using Exporter.Host.Processes;
using Exporter.Traffic.Processes;

namespace Exporter.Traffic.Discovery;

/// <summary>From the sockets that listen and the processes on the GPUs to those who are worth a question.</summary>
internal static class CandidateSearch
{
    public static Candidates Find(DiscoveryOptions options)
    {
        var processes = ProcessTable.Read(options.ProcPath);
        var sockets = ListeningSocket.Read(new ProcFile(options.ProcPath));
        var holders = new SocketHolders(options.ProcPath).Find([.. sockets.Select(static socket => socket.Inode)], processes);
        var ephemeral = PortRules.Ephemeral(options.ProcPath);
        var found = new List<Candidate>();
        var passedOver = 0;
        foreach (var port in sockets.GroupBy(static socket => socket.Port).OrderBy(static port => port.Key))
        {
            var candidate = new Candidate(Reachable(port), port.Key, [.. port.SelectMany(socket => holders[socket.Inode]).DistinctBy(static process => process.Pid)]);
            if (candidate.Processes.Any(process => process.Pid == options.OwnPid))
            {
                continue;
            }

            var isWanted = options.Ports.Count > 0
                ? options.Ports.Contains(port.Key)
                : !PortRules.IsForeign(port.Key, candidate.Process?.Name) && (port.Key < ephemeral.First || port.Key > ephemeral.Last);
            if (isWanted)
            {
                found.Add(candidate);
            }
            else
            {
                passedOver++;
            }
        }

        return new Candidates(found, passedOver, processes);
    }

    /// <summary>Of the holders those to whom a process on a GPU belongs, as its ancestor, service, container or login session.</summary>
    /// <param name="gpuPids">Processes that hold memory of a GPU, as our process name space numbers them.</param>
    public static HashSet<int> OnGpu(DiscoveryOptions options, Candidates candidates, IReadOnlyCollection<int> gpuPids)
    {
        if (gpuPids.Count == 0)
        {
            return [];
        }

        var proc = new ProcFile(options.ProcPath);
        var listeners = candidates.All.SelectMany(static candidate => candidate.Processes).Select(static process => process.Pid).Distinct()
            .ToDictionary(static pid => pid, static pid => pid.ToString(CultureInfo.InvariantCulture));
        var map = new ProcessMap(candidates.Processes, listeners, pid => ControlGroup.Parse(proc.Read($"{pid.ToString(CultureInfo.InvariantCulture)}/cgroup")));
        return [.. gpuPids.Select(map.OwnerOf).OfType<string>().Select(static pid => int.Parse(pid, CultureInfo.InvariantCulture))];
    }

    /// <summary>Loopback wherever that reaches it; a socket for every IPv6 address nearly always takes IPv4 too.</summary>
    private static IPAddress Reachable(IEnumerable<ListeningSocket> port)
    {
        var addresses = port.Select(static socket => socket.Address).ToList();
        return addresses.Exists(static address => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Loopback))
            ? IPAddress.Loopback
            : addresses.Find(IPAddress.IsLoopback) ?? addresses[0];
    }
}
