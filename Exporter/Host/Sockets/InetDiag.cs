using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Exporter.Host.Sockets;

/// <summary>Asks the kernel for the sockets of some ports in our own network name space. Needs no privilege; a sandbox may forbid it.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed partial class InetDiag : IDisposable
{
    private const int NetlinkFamily = 16;
    private const int RawAndClosedOnExec = 3 | 0x80000;
    private const int SocketDiagnosis = 4;

    /// <summary>The kernel answers at once or not at all.</summary>
    private const int PatienceMilliseconds = 1000;

    private const int NoSuchEntry = 2;

    private readonly byte[] buffer = new byte[64 * 1024];
    private Socket? socket;

    /// <summary>Adds every socket with one of these local ports, of both families.</summary>
    /// <returns>False where the kernel or a sandbox refuses; what was added then is not complete.</returns>
    public bool TryRead(IReadOnlyCollection<int> ports, List<SocketRow> rows)
    {
        try
        {
            socket ??= Open();
            return socket is not null
                && Dump(socket, InetDiagMessages.IPv4, ports, rows) == 0
                && Dump(socket, InetDiagMessages.IPv6, ports, rows) is 0 or NoSuchEntry;
        }
        catch (SocketException)
        {
            // A late answer must not be taken for that of the next question.
            Dispose();
            return false;
        }
    }

    public void Dispose()
    {
        socket?.Dispose();
        socket = null;
    }

    private int Dump(Socket kernel, byte family, IReadOnlyCollection<int> ports, List<SocketRow> rows)
    {
        kernel.Send(InetDiagMessages.Request(family, ports));
        while (true)
        {
            var length = kernel.Receive(buffer);
            if (InetDiagMessages.Parse(buffer.AsSpan(0, length), rows) is { } end)
            {
                return end;
            }
        }
    }

    /// <summary>Null where the kind of socket is forbidden or unknown. .NET has no name for the family, but takes a socket that was opened.</summary>
    private static Socket? Open()
    {
        var descriptor = OpenSocket(NetlinkFamily, RawAndClosedOnExec, SocketDiagnosis);
        return descriptor < 0 ? null : new Socket(new SafeSocketHandle(descriptor, ownsHandle: true)) { ReceiveTimeout = PatienceMilliseconds };
    }

    [LibraryImport("libc", EntryPoint = "socket")]
    private static partial int OpenSocket(int family, int type, int protocol);
}
