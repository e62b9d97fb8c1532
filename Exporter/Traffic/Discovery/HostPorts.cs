using System.Net;
using System.Net.NetworkInformation;
using Exporter.Configuration;
using Exporter.Host.Proc;
using Exporter.Host.Processes;
using Exporter.Traffic.Processes;

namespace Exporter.Traffic.Discovery;

/// <summary>What of this host a configuration can be held against.</summary>
internal sealed class HostPorts
{
    private readonly HashSet<int> listening;
    private readonly HashSet<IPAddress> addresses;

    public HostPorts(string procPath)
    {
        listening = [.. ListeningSocket.Read(new ProcFile(procPath)).Select(static socket => socket.Port)];
        addresses = [.. NetworkInterface.GetAllNetworkInterfaces().SelectMany(static card => card.GetIPProperties().UnicastAddresses).Select(static address => address.Address)];
    }

    public bool IsListening(int port) => listening.Contains(port);

    /// <summary>Whether the target's url is an address of this host; a name is not looked up.</summary>
    public bool IsHere(TargetConfig target) => TargetEndpoint.Of(target) is { } endpoint && (IPAddress.IsLoopback(endpoint.Address) || addresses.Contains(endpoint.Address));
}
