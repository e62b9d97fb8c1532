using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Exporter.Host.Proc;
using Exporter.Host.Sockets;
using Exporter.Tests.Support;

namespace Exporter.Tests.Host.Sockets;

/// <summary>Both ways to list sockets, held to real sockets of this machine and to each other.</summary>
internal sealed class SocketListTests
{
    [TestCase("127.0.0.1")]
    [TestCase("::1")]
    public async Task The_kernel_and_proc_list_the_same_sockets(string address)
    {
        if (address.Contains(':', StringComparison.Ordinal))
        {
            Machine.NeedsIPv6();
        }

        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start(7);
        var server = (IPEndPoint)listener.LocalEndpoint;
        using var first = await ConnectAsync(server);
        using var second = await ConnectAsync(server);
        using var accepted = await listener.AcceptSocketAsync();

        var asked = Kernel(server.Port, 1);
        var read = Proc(server.Port);

        var listening = asked.Single(r => r.State == SocketState.Listen);
        Assert.That(listening, Is.EqualTo(new SocketRow(SocketState.Listen, SocketEnd.Of(server.Address, server.Port), listening.Remote, 1, 7, listening.Inode)));
        Assert.That(asked.Count(r => r.State == SocketState.Established), Is.EqualTo(2));
        Assert.That(asked.Where(r => r.IsUnaccepted).Select(r => r.Remote), Is.EqualTo(new[] { EndOf(second) }), "the second waits");
        Assert.That(read, Is.EquivalentTo(asked.Select(r => r with { Backlog = null })), "proc does not tell the limit");
    }

    [Test]
    public async Task A_dual_stack_listener_shows_an_IPv4_client_by_its_IPv4_address()
    {
        using var listener = new TcpListener(IPAddress.IPv6Any, 0);
        listener.Server.DualMode = true;
        listener.Start();
        using var client = await ConnectAsync(new IPEndPoint(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port));

        var rows = Kernel(((IPEndPoint)listener.LocalEndpoint).Port, 1);

        Assert.That(rows.Single(r => r.State == SocketState.Listen).Local.IsWildcard);
        Assert.That(rows.Single(r => r.IsUnaccepted).Remote, Is.EqualTo(EndOf(client)));
    }

    /// <summary>The filter is a program; a wrong jump would show other ports or none.</summary>
    [TestCase(1)]
    [TestCase(2)]
    [TestCase(17)]
    public void Every_asked_port_is_listed_and_no_other(int count)
    {
        var listeners = Enumerable.Range(0, count + 1).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        try
        {
            var ports = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToList();
            var rows = new List<SocketRow>();
            using var kernel = new InetDiag();

            Assert.That(kernel.TryRead([.. ports.Skip(1)], rows), Is.True);
            Assert.That(rows.Select(r => r.Local.Port), Is.EquivalentTo(ports.Skip(1)));
        }
        finally
        {
            listeners.ForEach(l => l.Dispose());
        }
    }

    [Test]
    public void A_client_that_gave_up_waits_in_the_queue_all_the_same()
    {
        var gone = new SocketRow(SocketState.CloseWait, default, default, 0, null, 0);

        Assert.That(gone.IsUnaccepted);
        Assert.That((gone with { State = SocketState.TimeWait }).IsUnaccepted, Is.False);
        Assert.That((gone with { Inode = 5 }).IsUnaccepted, Is.False);
    }

    [Test]
    public void A_cut_or_foreign_datagram_is_passed_over()
    {
        var rows = new List<SocketRow>();

        Assert.That(InetDiagMessages.Parse([1, 2, 3], rows), Is.Null);
        Assert.That(InetDiagMessages.Parse([200, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9], rows), Is.Null);
        Assert.That(InetDiagMessages.Parse([20, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 254, 255, 255, 255], rows), Is.EqualTo(2), "the kernel's error number");
        Assert.That(rows, Is.Empty);
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint server)
    {
        var client = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(server);
        return client;
    }

    private static SocketEnd EndOf(Socket client) => SocketEnd.Of(((IPEndPoint)client.LocalEndPoint!).Address, ((IPEndPoint)client.LocalEndPoint).Port);

    private static List<SocketRow> Kernel(int port, uint waiting)
    {
        var rows = new List<SocketRow>();
        using var kernel = new InetDiag();
        Assert.That(kernel.TryRead([port], rows), Is.True, "this machine lists sockets by netlink");
        Assert.That(rows.Single(r => r.State == SocketState.Listen).ReceiveQueue, Is.EqualTo(waiting), port.ToString(CultureInfo.InvariantCulture));
        return rows;
    }

    private static List<SocketRow> Proc(int port)
    {
        var rows = new List<SocketRow>();
        var proc = new ProcFile("/proc");
        ProcNetTcp.Parse(proc.Read("net/tcp"), new HashSet<int> { port }, rows);
        ProcNetTcp.Parse(proc.Read("net/tcp6"), new HashSet<int> { port }, rows);
        return rows;
    }
}
