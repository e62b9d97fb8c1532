using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Exporter.Configuration;
using Exporter.Scheduling;
using Exporter.Tests.Support;
using Exporter.Traffic.Processes;
using Exporter.Traffic.Sockets;

namespace Exporter.Tests.Traffic.Sockets;

/// <summary>
/// A server in a real network name space of its own, as in a container. Making one is refused on some machines (a container without
/// the right to, a kernel that is closed to it); the category lets whoever knows that leave these tests out.
/// </summary>
[Category("NetworkNamespace")]
internal sealed class ContainerSocketsTests
{
    private const string Address = "192.0.2.77";

    /// <summary>Listens, connects three times to itself and accepts one of them; nobody says a word until it is killed.</summary>
    private const string Server = """
        import socket
        server = socket.create_server(("", 0))
        clients = [socket.create_connection(("192.0.2.77", server.getsockname()[1])) for _ in range(3)]
        accepted, _ = server.accept()
        print("port", server.getsockname()[1], flush=True)
        accepted.recv(1)
        """;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private readonly ManualTimeProvider time = new();

    [Test]
    public async Task Who_waits_in_it_is_seen_from_outside_and_without_entering_it()
    {
        await using var server = await StartAsync();
        var board = new CollectorHealthBoard(time);
        var endpoint = new TargetEndpoint("llm", IPAddress.Parse(Address), await PortAsync(server));
        await using var processes = new TargetProcesses(board, time, new RecordingLogger());
        processes.Configure(new TargetProcessOptions { Endpoints = new ValueList<TargetEndpoint>([endpoint]) });
        processes.Start();
        await Eventually.IsTrueAsync(() => processes.Usage.Any(), "it looked at the processes");

        Assert.That(processes.PlaceOf("llm"), Is.EqualTo(new NetworkPlace(server.Id, endpoint.Port)));
        Assert.That(processes.Map.TreeOf(server.Id), Is.EqualTo("llm"));

        await using var sockets = new SocketCollection(processes.PlaceOf, board, time, new RecordingLogger());
        sockets.Configure(new SocketOptions { Endpoints = new ValueList<TargetEndpoint>([endpoint]) });
        sockets.Start();
        await Eventually.IsTrueAsync(() => sockets.Find("llm") is not null, "it looked at the sockets");

        var reading = sockets.Find("llm")!;
        Assert.That((reading.Connections, reading.AcceptQueueLength), Is.EqualTo((new ConnectionCounts { Established = 3 }, 2)));
        Assert.That(() => new TcpClient(Address, endpoint.Port), Throws.InstanceOf<SocketException>(), "it is a network of its own");
    }

    private static async Task<ChildProcess> StartAsync()
    {
        await Python.RequireAsync("socket", "python3");
        if (await WhyNoNameSpaceAsync() is { } why)
        {
            Assert.Ignore($"No network name space can be made here: {why} (Debian has what it takes in the packages 'util-linux' and 'iproute2')");
        }

        // The shell replaces itself, so the process is the server's.
        return ChildProcess.Start("unshare", ["-rn", "sh", "-c", $"ip link set lo up && ip address add {Address}/32 dev lo && exec {Python.Interpreter} -c \"$0\"", Server]);
    }

    private static async Task<string?> WhyNoNameSpaceAsync()
    {
        try
        {
            await using var attempt = ChildProcess.Start("unshare", ["-rn", "ip", "link", "set", "lo", "up"]);
            var outcome = await attempt.ExitAsync(Bound);
            return outcome.ExitCode == 0 ? null : outcome.Error;
        }
        catch (System.ComponentModel.Win32Exception absent)
        {
            return absent.Message;
        }
    }

    private static async Task<int> PortAsync(ChildProcess server)
    {
        var line = await server.LineAsync(static line => line.StartsWith("port ", StringComparison.Ordinal), Bound, "it told its port");
        return int.Parse(line[5..], CultureInfo.InvariantCulture);
    }
}
