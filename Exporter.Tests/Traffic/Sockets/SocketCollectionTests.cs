using System.Net;
using System.Net.Sockets;
using Exporter.Configuration;
using Exporter.Host.Sockets;
using Exporter.Scheduling;
using Exporter.Tests.Support;
using Exporter.Traffic.Processes;
using Exporter.Traffic.Sockets;

namespace Exporter.Tests.Traffic.Sockets;

internal sealed class SocketCollectionTests
{
    private readonly ManualTimeProvider time = new();
    private readonly RecordingLogger logger = new();
    private CollectorHealthBoard board = null!;
    private TcpListener listener = null!;

    [SetUp]
    public void Create()
    {
        board = new CollectorHealthBoard(time);
        listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(5);
    }

    [TearDown]
    public void Stop() => listener.Dispose();

    private int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    [TestCase(true, 5, "")]
    [TestCase(false, null, "netlink_refused")]
    public async Task Both_ways_count_the_clients_that_wait(bool withNetlink, int? limit, string reason)
    {
        using var client = await ConnectAsync();
        await using var sockets = Collection(withNetlink);

        var reading = await LookAsync(sockets);

        Assert.That((reading.AcceptQueueLength, reading.AcceptQueueMax, reading.AcceptQueueLimit), Is.EqualTo((1, 1, limit)));
        Assert.That(reading.Connections, Is.EqualTo(new ConnectionCounts { Established = 1 }));
        Assert.That(Health.Reason ?? "", Is.EqualTo(reason));
    }

    [Test]
    public async Task What_the_daemon_itself_opened_does_not_count()
    {
        using var client = await ConnectAsync();
        using var own = await ConnectAsync();
        OwnConnections.Opened(own);
        await using var sockets = Collection();

        var reading = await LookAsync(sockets);

        Assert.That((reading.AcceptQueueLength, reading.Connections.Established), Is.EqualTo((1, 1)));
    }

    [Test]
    public async Task A_container_is_read_through_one_of_its_processes()
    {
        // This very process stands for one of a container; its name space is ours, so the sockets are real.
        using var client = await ConnectAsync();
        using var own = await ConnectAsync();
        OwnConnections.Opened(own);
        await using var sockets = Collection(place: new NetworkPlace(Environment.ProcessId, Port));

        var reading = await LookAsync(sockets);

        Assert.That((reading.AcceptQueueLength, reading.AcceptQueueLimit), Is.EqualTo((1, (int?)null)));
        Assert.That(Health.IsUp, Is.True, "there is no better way into a container");
    }

    [Test]
    public async Task A_target_that_leaves_or_a_reading_that_ages_is_not_shown()
    {
        var sockets = Collection();
        await LookAsync(sockets);

        sockets.Configure(new SocketOptions());
        Assert.That(sockets.Find("llm"), Is.Null, "it left");

        sockets.Configure(new SocketOptions { Endpoints = Endpoints });
        Assert.That(sockets.Find("llm"), Is.Not.Null);
        await sockets.DisposeAsync();
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.That(sockets.Find("llm"), Is.Null, "nobody has looked for six seconds");
    }

    [Test]
    public async Task Where_neither_way_is_open_it_says_so()
    {
        await using var sockets = Collection(withNetlink: false, procPath: "/nonexistent");
        sockets.Start();
        await Eventually.IsTrueAsync(() => Health.IsUp is not null, "it looked");

        Assert.That((Health.IsUp, Health.Reason), Is.EqualTo(((bool?)false, "not_readable")));
        Assert.That(sockets.Find("llm"), Is.Null);
    }

    private CollectorState Health => board.All.Single(h => h.Collector == SocketCollection.CollectorName).Read();

    private ValueList<TargetEndpoint> Endpoints => new([new TargetEndpoint("llm", IPAddress.Loopback, Port)]);

    private SocketCollection Collection(bool withNetlink = true, NetworkPlace? place = null, string procPath = "/proc")
    {
        var sockets = new SocketCollection(_ => place, board, time, logger, withNetlink);
        sockets.Configure(new SocketOptions { ProcPath = procPath, Endpoints = Endpoints });
        return sockets;
    }

    private static async Task<SocketReading> LookAsync(SocketCollection sockets)
    {
        sockets.Start();
        await Eventually.IsTrueAsync(() => sockets.Find("llm") is not null, "it looked");
        return sockets.Find("llm")!;
    }

    /// <summary>From a port that no probe of another test has used lately: its end would count as ours.</summary>
    private async Task<Socket> ConnectAsync()
    {
        while (true)
        {
            var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            client.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            if (!OwnConnections.ContainsPort(((IPEndPoint)client.LocalEndPoint!).Port))
            {
                await client.ConnectAsync(listener.LocalEndpoint);
                return client;
            }

            client.Dispose();
        }
    }
}
