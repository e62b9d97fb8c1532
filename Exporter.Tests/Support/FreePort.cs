using System.Net;
using System.Net.Sockets;

namespace Exporter.Tests.Support;

/// <summary>A port for a server that must be told one before it starts, or that must come back on the same one.</summary>
/// <remarks>
/// Taken from below the range from which the system gives ports to outgoing connections: there, another process's
/// connection could take it meanwhile, and a client polling it could even connect to itself.
/// </remarks>
internal static class FreePort
{
    private const int First = 18_000;
    private const int End = 32_000;

    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            if (IsFree(IPAddress.Loopback, port) && IsFree(IPAddress.Any, port))
            {
                return port;
            }
        }
    }

    private static bool IsFree(IPAddress address, int port)
    {
        using var listener = new TcpListener(address, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
