using System.Net;
using System.Net.Sockets;
using Exporter.Web.Authentication;

namespace Exporter.Tests.Support;

/// <summary>What a machine may lack. A test that needs it is skipped there and says what is to be installed or switched on.</summary>
internal static class Machine
{
    /// <summary>The time zone database, of which only UTC is always there.</summary>
    public static void NeedsTimeZone(string id = "Europe/Berlin")
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(id, out _))
        {
            Assert.Ignore($"No time zone {id} here; Debian has it in the package 'tzdata'.");
        }
    }

    /// <summary>The address ::1.</summary>
    public static void NeedsIPv6()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
        }
        catch (SocketException absent)
        {
            Assert.Ignore($"This machine has no IPv6 loopback address ({absent.Message}): sysctl net.ipv6.conf.lo.disable_ipv6=0");
        }
    }

    /// <summary>The system's library that checks passwords.</summary>
    public static void NeedsLibCrypt()
    {
        if (LibCrypt.TryLoad(out var why) is null)
        {
            Assert.Ignore(why ?? "libcrypt");
        }
    }
}
