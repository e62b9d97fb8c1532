using System.Net;
using System.Net.Sockets;
using Exporter.Configuration.Client;

namespace Exporter.Probes.Transport;

/// <summary>From a name to the addresses that are tried, in order.</summary>
/// <param name="wanted">The address family asked for.</param>
/// <param name="fallback">Whether the other family will do where the name has none of the wanted one.</param>
internal sealed class AddressLookup(IpProtocol wanted, bool fallback)
{
    /// <summary>Of the domain name system.</summary>
    private const int LongestName = 255;

    /// <exception cref="SocketException">The name does not exist, or has no address of the family.</exception>
    /// <returns>At least one.</returns>
    public async Task<IPAddress[]> FindAsync(string host, CancellationToken cancellationToken)
    {
        if (host.Length > LongestName)
        {
            // The look-up would take it for a bug of its caller.
            throw new SocketException((int)SocketError.HostNotFound, $"a name has at most {LongestName} characters, this one {host.Length}");
        }

        IPAddress[] all = IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(host, cancellationToken).ConfigureAwait(false);
        var fitting = wanted switch
        {
            IpProtocol.Any => all,
            IpProtocol.Ip4 => OfFamily(all, AddressFamily.InterNetwork),
            IpProtocol.Ip6 => OfFamily(all, AddressFamily.InterNetworkV6),
        };
        if (fitting.Length == 0 && fallback)
        {
            fitting = all;
        }

        return fitting.Length > 0 ? fitting : throw (all.Length > 0 ? NoneOfFamily(host) : new SocketException((int)SocketError.HostNotFound));
    }

    private static IPAddress[] OfFamily(IPAddress[] addresses, AddressFamily family) => Array.FindAll(addresses, address => address.AddressFamily == family);

    private SocketException NoneOfFamily(string host) =>
        new((int)SocketError.NoData, $"{host} has no {(wanted is IpProtocol.Ip4 ? "IPv4" : "IPv6")} address");
}
