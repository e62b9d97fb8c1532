using System.Globalization;
using Exporter.Configuration;
using Exporter.Host.Proc;
using Exporter.Host.Processes;

namespace Exporter.Traffic.Processes;

/// <summary>Finds the sockets that targets listen on: in our own network name space, else in that of a container behind a published port or of a pod.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class TargetSockets
{
    /// <summary>Those that were seen to listen in our own network name space.</summary>
    private readonly HashSet<TargetEndpoint> native = [];
    private ProcFile proc = new("");
    private NetworkNamespaces namespaces = new("");

    /// <summary>Says where to read from now on.</summary>
    public void Open(string procPath) => (proc, namespaces) = (new ProcFile(procPath), new NetworkNamespaces(procPath));

    /// <param name="groupOf">Control group of a process; null where it has none or cannot be read.</param>
    /// <returns>Inode to target, and the place of each target that is in another name space than ours.</returns>
    public (Dictionary<ulong, string> Sockets, Dictionary<string, NetworkPlace> Places) Find(
        ValueList<TargetEndpoint> endpoints, ProcessTable processes, Func<int, string?> groupOf)
    {
        var own = ListeningSocket.Read(proc);
        var sockets = OwnSockets(endpoints, own);
        var proxies = processes.All.Where(p => p.Name == PortProxy.ProcessName).Select(ProxyOf).OfType<PortProxy>().ToLookup(p => p.PublishedPort);

        // A proxy that passes everything on into a container is the container runtime's.
        foreach (var proxied in sockets.Where(s => endpoints.Any(e => e.Target == s.Value && proxies.Contains(e.Port))).ToList())
        {
            sockets.Remove(proxied.Key);
        }

        native.UnionWith(endpoints.Where(e => sockets.ContainsValue(e.Target)));
        native.IntersectWith(endpoints);
        var places = new Dictionary<string, NetworkPlace>();
        var missing = endpoints.Where(e => !sockets.ContainsValue(e.Target)).ToList();
        var others = missing.Count > 0 ? namespaces.Find(processes, groupOf, own.Select(s => s.Inode).ToHashSet()) : [];
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
                places[endpoint.Target] = new NetworkPlace(choice.Where.Pid, choice.Listeners[0].Port);
                choice.Listeners.ForEach(l => sockets[l.Inode] = endpoint.Target);
            }
        }

        return (sockets, places);
    }

    /// <summary>Inode to target for the sockets that listen where a target's url points.</summary>
    private static Dictionary<ulong, string> OwnSockets(ValueList<TargetEndpoint> endpoints, List<ListeningSocket> listening)
    {
        var result = new Dictionary<ulong, string>();
        foreach (var endpoint in endpoints)
        {
            foreach (var socket in listening.Where(s => s.Port == endpoint.Port && s.Accepts(endpoint.Address)))
            {
                result[socket.Inode] = endpoint.Target;
            }
        }

        return result;
    }

    private PortProxy? ProxyOf(ProcessEntry process) => PortProxy.Parse(proc.Read($"{process.Pid.ToString(CultureInfo.InvariantCulture)}/cmdline"));
}
