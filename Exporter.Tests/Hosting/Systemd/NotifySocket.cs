using System.Net.Sockets;
using System.Text;

namespace Exporter.Tests.Hosting.Systemd;

/// <summary>The manager's end of sd_notify.</summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly string name;

    /// <param name="name">A path, or @name for the abstract name space.</param>
    public NotifySocket(string name)
    {
        this.name = name;
        socket.Bind(new UnixDomainSocketEndPoint(name.StartsWith('@') ? "\0" + name[1..] : name));
        socket.ReceiveTimeout = 5000;
    }

    public string Receive()
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }

    public void Dispose()
    {
        socket.Dispose();
        if (!name.StartsWith('@'))
        {
            File.Delete(name);
        }
    }
}
