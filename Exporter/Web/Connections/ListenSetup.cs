using System.Net;
using Exporter.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Exporter.Web.Connections;

/// <summary>From the addresses of the configuration to Kestrel's.</summary>
internal static class ListenSetup
{
    private const string Localhost = "localhost";

    /// <summary>Adds one address: empty is every interface in both families, <c>localhost</c> both loopbacks as far as they exist.</summary>
    /// <exception cref="WebStartException">The host is neither an IP address nor <c>localhost</c>.</exception>
    public static void Add(KestrelServerOptions kestrel, ListenAddress address, Action<ListenOptions> configure)
    {
        if (address.Host.Length == 0)
        {
            kestrel.ListenAnyIP(address.Port, configure);
        }
        else if (IsLocalhost(address.Host))
        {
            // The system cannot choose one free port for two addresses; for a test, IPv4 does.
            if (address.Port == 0)
            {
                kestrel.Listen(IPAddress.Loopback, 0, configure);
            }
            else
            {
                kestrel.ListenLocalhost(address.Port, configure);
            }
        }
        else if (IPAddress.TryParse(address.Host, out var ip))
        {
            kestrel.Listen(ip, address.Port, configure);
        }
        else
        {
            throw new WebStartException($"Cannot listen on {address.Host}: an IP address, localhost or nothing is needed before the port.");
        }
    }

    /// <summary>Whether other machines can reach the address.</summary>
    public static bool IsBeyondLoopback(ListenAddress address) =>
        !IsLocalhost(address.Host) && !(IPAddress.TryParse(address.Host, out var ip) && IPAddress.IsLoopback(ip));

    private static bool IsLocalhost(string host) => host.Equals(Localhost, StringComparison.OrdinalIgnoreCase);
}
