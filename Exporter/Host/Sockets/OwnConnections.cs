using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Exporter.Host.Sockets;

/// <summary>
/// The connections that this process opened, so that whoever counts a server's connections can leave ours out. A property of the
/// process, as its descriptors are, and so the one of it. Any thread may call.
/// </summary>
/// <remarks>
/// A connection outlives its socket in the kernel (an unaccepted one in the server's queue, a closed one in TIME_WAIT). So an end is
/// forgotten only when nobody has seen it for <see cref="Memory"/>: whoever lists sockets tells by asking.
/// </remarks>
internal static class OwnConnections
{
    /// <summary>How long an end is remembered after it was opened or last asked for; much longer than whoever lists sockets waits between two lists.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);

    private const int PruneAbove = 1024;

    private static readonly ConcurrentDictionary<SocketEnd, long> Ends = new();

    /// <summary>Notes a socket that was just connected. Ours to call wherever the daemon opens a connection to a target.</summary>
    public static void Opened(Socket socket)
    {
        if (socket.LocalEndPoint is IPEndPoint end)
        {
            Opened(SocketEnd.Of(end.Address, end.Port));
        }
    }

    /// <summary>Connects as .NET's HTTP client does by itself, and notes it.</summary>
    public static async ValueTask<Stream> ConnectAsync(DnsEndPoint server, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
            Opened(socket);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="Opened(Socket)"/>
    public static void Opened(SocketEnd end)
    {
        if (Ends.Count > PruneAbove)
        {
            Prune();
        }

        Ends[end] = Environment.TickCount64;
    }

    /// <summary>Whether the far end of a server's connection is ours.</summary>
    public static bool Contains(SocketEnd client)
    {
        if (!Ends.TryGetValue(client, out var seen) || !IsFresh(seen))
        {
            return false;
        }

        Ends[client] = Environment.TickCount64;
        return true;
    }

    /// <summary>The same by the port alone: an address may have been translated on the way to a container.</summary>
    public static bool ContainsPort(int clientPort)
    {
        foreach (var (end, seen) in Ends)
        {
            if (end.Port == clientPort && IsFresh(seen))
            {
                Ends[end] = Environment.TickCount64;
                return true;
            }
        }

        return false;
    }

    private static bool IsFresh(long seen) => Environment.TickCount64 - seen < (long)Memory.TotalMilliseconds;

    private static void Prune()
    {
        foreach (var (end, seen) in Ends)
        {
            if (!IsFresh(seen))
            {
                Ends.TryRemove(end, out _);
            }
        }
    }
}
