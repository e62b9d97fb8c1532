using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Exporter.Tests.Support;

namespace Exporter.Tests.EndToEnd;

/// <summary>Who waits for a server that answers one after the other, as the kernel's own tool counts them.</summary>
[Category("EndToEnd")]
internal sealed class AcceptQueueTests
{
    private const int Clients = 64;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);

    private static (string, string) Target => ("target", "uninlu");

    [Test]
    public async Task The_accept_queue_is_what_ss_says_and_a_probe_that_waits_there_does_not_count()
    {
        await using var flask = await PythonServer.StartAsync(PythonRunner.SingleThreaded);
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.With(WithoutProbe(flask.BaseAddress)));
        await daemon.ScrapeUntilAsync(s => s.Find("target_accept_queue_length", Target) == 0 && s.Find("target_connections", Target, ("state", "established")) == 0, Bound, "nobody waits");

        var clients = new List<Socket>();
        try
        {
            clients.Add(await AskAsync(flask.BaseAddress, "POST /api/predict?fail=slow&seconds=60 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"));
            await Eventually.That(async () => await RecvQAsync(flask.BaseAddress) == 0, Bound, () => "the first client is served");
            for (var i = 0; i < Clients; i++)
            {
                clients.Add(await AskAsync(flask.BaseAddress, "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"));
            }

            var crowded = await daemon.ScrapeUntilAsync(s => s.Find("target_accept_queue_length", Target) > 0 && s.Find("target_accept_queue_length", Target) >= Clients, Bound, "the clients wait");
            using (Assert.EnterMultipleScope())
            {
                Assert.That(await RecvQAsync(flask.BaseAddress), Is.EqualTo(Clients), "ss");
                Assert.That(crowded.Value("target_accept_queue_length", Target), Is.EqualTo(Clients));
                Assert.That(crowded.Value("target_accept_queue_max", Target), Is.EqualTo(Clients));
                Assert.That(crowded.Value("target_accept_queue_limit", Target), Is.EqualTo(128), "what Werkzeug asks for");
                Assert.That(crowded.Value("target_connections", Target, ("state", "established")), Is.EqualTo(Clients + 1));
            }

            await WithTheProbeOnAsync(daemon, flask.BaseAddress);
        }
        finally
        {
            clients.ForEach(c => c.Dispose());
        }
    }

    /// <summary>Each probe gives up after half a second and leaves its connection in the queue: ss counts it, we do not.</summary>
    private static async Task WithTheProbeOnAsync(DaemonProcessUnderTest daemon, Uri flask)
    {
        daemon.Edit(Configs.With(Configs.Health("uninlu", flask)));
        daemon.Process.Send(Signal.Hangup);
        var lengths = new List<double?>();
        await daemon.ScrapeUntilAsync(
            s =>
            {
                lengths.Add(s.Find("target_accept_queue_length", Target));
                return s.Find("probe_requests_total", Target, ("outcome", "timeout")) >= 3;
            },
            Bound,
            "probes time out");

        Assert.That(await RecvQAsync(flask), Is.GreaterThanOrEqualTo(Clients + 3), "ss counts the probes that gave up");
        Assert.That(lengths.Distinct(), Is.EqualTo(new double?[] { Clients }));
    }

    private static string WithoutProbe(Uri url) => $$"""
          - { name: uninlu, url: "{{url.GetLeftPart(UriPartial.Authority)}}" }

        """;

    private static async Task<Socket> AskAsync(Uri server, string request)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port));
        await client.SendAsync(System.Text.Encoding.ASCII.GetBytes(request));
        return client;
    }

    /// <summary>The Recv-Q that <c>ss -lt</c> shows for the listening socket.</summary>
    private static async Task<int> RecvQAsync(Uri server)
    {
        Process ss;
        try
        {
            ss = Process.Start(new ProcessStartInfo("ss", ["-ltnH", string.Create(CultureInfo.InvariantCulture, $"sport = :{server.Port}")]) { RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.That(Environment.GetEnvironmentVariable("CI"), Is.Not.EqualTo("true"), "ss is missing: apt-get install iproute2");
            Assert.Ignore("ss is missing: apt-get install iproute2");
            throw;
        }

        using (ss)
        {
            var line = await ss.StandardOutput.ReadToEndAsync();
            await ss.WaitForExitAsync();
            return int.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
    }
}
