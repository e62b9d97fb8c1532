using System.Globalization;
using System.Net;
using Exporter.Host.Proc;
using Exporter.Host.Processes;

namespace Exporter.Traffic.Processes;

/// <summary>Looks for listeners in network name spaces other than ours: those of containers and pods. Needs no privilege.</summary>
/// <remarks>Not thread-safe. Name spaces are told apart by <c>/proc/PID/ns/net</c>, and where that is hidden by the control group: a container has one.</remarks>
internal sealed class NetworkNamespaces(string procPath)
{
    private readonly ProcFile proc = new(procPath);
    private readonly Dictionary<(int Pid, double Start), string?> keys = [];

    /// <summary>One process of each other name space, with what listens there.</summary>
    /// <param name="ownInodes">Sockets that listen in our own name space: who shows one of them is in ours, whatever its group.</param>
    public List<Namespace> Find(ProcessTable processes, Func<int, string?> groupOf, IReadOnlySet<ulong> ownInodes)
    {
        Forget(processes);
        var own = LinkOf("self");
        var found = new List<Namespace>();
        foreach (var members in processes.All.GroupBy(p => KeyOf(p, groupOf)).Where(g => g.Key is not null && g.Key != own))
        {
            var pid = members.Min(p => p.Pid);
            var listeners = ListeningSocket.Read(proc, Path(pid, "net"));
            if (listeners.Count > 0 && !listeners.Exists(l => ownInodes.Contains(l.Inode)) && !found.Exists(f => f.Listeners.Exists(l => l.Inode == listeners[0].Inode)))
            {
                found.Add(new Namespace(pid, listeners));
            }
        }

        return found;
    }

    /// <summary>The name space in which somebody listens on an address and port; where the address says nothing (loopback, none) the only one that listens on the port.</summary>
    public (Namespace Where, List<ListeningSocket> Listeners)? Choose(List<Namespace> namespaces, IPAddress? address, int port)
    {
        var candidates = namespaces
            .Select(n => (Where: n, Listeners: n.Listeners.FindAll(l => l.Port == port && !IPAddress.IsLoopback(l.Address))))
            .Where(c => c.Listeners.Count > 0)
            .ToList();
        var exact = address is null || IPAddress.IsLoopback(address) ? [] : candidates.FindAll(c => AddressesOf(c.Where.Pid).Contains(address));
        return exact.Count == 1 ? exact[0] : candidates.Count == 1 ? candidates[0] : null;
    }

    private HashSet<IPAddress> AddressesOf(int pid)
    {
        var addresses = LocalAddresses.ParseIPv4(proc.Read(Path(pid, "net/fib_trie")));
        addresses.UnionWith(LocalAddresses.ParseIPv6(proc.Read(Path(pid, "net/if_inet6"))));
        return addresses;
    }

    private string? KeyOf(ProcessEntry process, Func<int, string?> groupOf)
    {
        if (process.IsKernelThread)
        {
            return null;
        }

        var identity = (process.Pid, process.StartSeconds);
        if (!keys.TryGetValue(identity, out var key))
        {
            keys[identity] = key = LinkOf(process.Pid.ToString(CultureInfo.InvariantCulture)) ?? groupOf(process.Pid);
        }

        return key;
    }

    private void Forget(ProcessTable processes)
    {
        foreach (var gone in keys.Keys.Where(k => processes.Find(k.Pid)?.StartSeconds.Equals(k.Start) != true).ToList())
        {
            keys.Remove(gone);
        }
    }

    private string? LinkOf(string process)
    {
        try
        {
            return File.ResolveLinkTarget(System.IO.Path.Combine(procPath, process, "ns", "net"), returnFinalTarget: false)?.Name;
        }
        catch (Exception hidden) when (hidden is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Path(int pid, string file) => string.Create(CultureInfo.InvariantCulture, $"{pid}/{file}");

    /// <param name="Pid">A process that is in it.</param>
    /// <param name="Listeners">What listens in it.</param>
    internal sealed record Namespace(int Pid, List<ListeningSocket> Listeners);
}
