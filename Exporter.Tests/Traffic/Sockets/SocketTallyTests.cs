using System.Net;
using Exporter.Host.Sockets;
using Exporter.Tests.Support;
using Exporter.Traffic.Sockets;

namespace Exporter.Tests.Traffic.Sockets;

internal sealed class SocketTallyTests
{
    private static readonly SocketEnd Loopback = SocketEnd.Of(IPAddress.Loopback, 8000);
    private static readonly SocketEnd Everywhere = SocketEnd.Of(IPAddress.Any, 8000);
    private static readonly SocketEnd Lan = SocketEnd.Of(IPAddress.Parse("10.0.0.5"), 8000);

    [Test]
    public void Connections_are_counted_by_state_and_our_own_are_not()
    {
        var reading = Of(
            Loopback,
            own: [101, 104],
            Listening(Everywhere, waiting: 3),
            Connected(101, SocketState.Established, inode: 0),
            Connected(102, SocketState.Established, inode: 0),
            Connected(103, SocketState.CloseWait, inode: 0),
            Connected(104, SocketState.TimeWait),
            Connected(105, SocketState.TimeWait),
            Connected(106, SocketState.Established, inode: 9),
            Connected(107, SocketState.NewSynReceived),
            Connected(108, SocketState.FinWait2),
            Connected(109, SocketState.LastAck))!;

        Assert.That(reading.Connections, Is.EqualTo(new ConnectionCounts { Established = 2, CloseWait = 1, TimeWait = 1, SynReceived = 1, FinWait = 1, Closing = 1 }));
        Assert.That(reading.AcceptQueueLength, Is.EqualTo(2), "one of the three that wait is ours");
        Assert.That(reading.AcceptQueueLimit, Is.EqualTo(128));
        Assert.That(reading.IsAcceptQueueFull, Is.False);
    }

    [Test]
    public void A_probe_that_connects_while_the_kernel_lists_takes_nobody_out_of_the_queue()
    {
        var reading = Of(
            Loopback,
            own: [103],
            Listening(Loopback, waiting: 2),
            Connected(101, SocketState.Established, inode: 0),
            Connected(102, SocketState.Established, inode: 0),
            Connected(103, SocketState.Established, inode: 0))!;

        Assert.That(reading.AcceptQueueLength, Is.EqualTo(2));
    }

    [Test]
    public void Workers_that_share_a_port_are_one_queue()
    {
        var reading = Of(Loopback, own: [], Listening(Loopback, waiting: 2), Listening(Loopback, waiting: 3))!;

        Assert.That((reading.AcceptQueueLength, reading.AcceptQueueLimit), Is.EqualTo((5, 256)));
    }

    [Test]
    public void Another_server_on_another_address_of_the_port_is_not_the_target()
    {
        var reading = Of(
            Loopback,
            own: [],
            Listening(Loopback, waiting: 1),
            Listening(Lan, waiting: 7),
            Connected(101, SocketState.Established, local: Lan),
            Connected(102, SocketState.Established))!;

        Assert.That((reading.AcceptQueueLength, reading.Connections.Established), Is.EqualTo((1, 1)));
    }

    [Test]
    public void Where_nobody_listens_there_is_no_reading()
    {
        Assert.That(Of(Loopback, own: [], Connected(101, SocketState.TimeWait)), Is.Null);
        Assert.That(Of(Loopback, own: [], Listening(Lan, waiting: 0)), Is.Null);
    }

    [Test]
    public void A_limit_that_is_not_told_is_unknown_and_so_is_whether_the_queue_is_full()
    {
        var reading = Of(Loopback, own: [], Listening(Loopback, waiting: 200) with { Backlog = null })!;

        Assert.That((reading.AcceptQueueLength, reading.AcceptQueueLimit, reading.IsAcceptQueueFull), Is.EqualTo((200, (int?)null, (bool?)null)));
    }

    [Test]
    public void A_queue_is_full_when_it_is_longer_than_its_limit()
    {
        // Linux lets one more in than listen() says.
        Assert.That(Of(Loopback, own: [], Listening(Loopback, waiting: 128))!.IsAcceptQueueFull, Is.False);
        Assert.That(Of(Loopback, own: [], Listening(Loopback, waiting: 129))!.IsAcceptQueueFull, Is.True);
    }

    [Test]
    public void The_highest_of_a_minute_is_shown_and_then_the_next_highest()
    {
        var time = new ManualTimeProvider();
        var peak = new PeakWindow(time);
        int After(double seconds, int value)
        {
            time.Advance(TimeSpan.FromSeconds(seconds));
            return peak.Add(value);
        }

        Assert.That(After(0, 3), Is.EqualTo(3));
        Assert.That(After(10, 9), Is.EqualTo(9));
        Assert.That(After(20, 4), Is.EqualTo(9));
        Assert.That(After(39, 1), Is.EqualTo(9), "59 s after");
        Assert.That(After(1, 1), Is.EqualTo(4), "a minute after");
        Assert.That(After(60, 0), Is.EqualTo(0));
    }

    private static SocketReading? Of(SocketEnd server, int[] own, params SocketRow[] rows) => SocketTally.Of(rows, server, c => own.Contains(c.Port), at: 0);

    private static SocketRow Listening(SocketEnd local, uint waiting) => new(SocketState.Listen, local, default, waiting, 128, 5);

    private static SocketRow Connected(int clientPort, SocketState state, ulong inode = 0, SocketEnd? local = null) =>
        new(state, local ?? Loopback, SocketEnd.Of(IPAddress.Loopback, clientPort), 0, null, inode);
}
