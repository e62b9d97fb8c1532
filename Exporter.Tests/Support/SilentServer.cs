using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Exporter.Tests.Support;

/// <summary>Accepts every connection and never answers: a hung model server.</summary>
internal sealed class SilentServer : IDisposable
{
    // Connections wait in the kernel's queue, established and unread, which to a client is a server that hangs.
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public SilentServer() => listener.Start(backlog: 64);

    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"));

    public void Dispose() => listener.Dispose();
}
