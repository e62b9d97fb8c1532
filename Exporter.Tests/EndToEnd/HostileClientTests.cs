using System.Net;
using System.Net.Sockets;
using System.Text;
using Exporter.Tests.Support;

namespace Exporter.Tests.EndToEnd;

[Category("EndToEnd")]
internal sealed class HostileClientTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    /// <summary>Requests that no server should take; each is sent as it stands.</summary>
    private static readonly string[] Malformed =
    [
        "",
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET /metrics\r\n\r\n",
        "GET /metrics HTTP/9.9\r\nHost: a\r\n\r\n",
        "GET /metrics HTTP/1.1\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /metrics HTTP/1.1\nHost: a\n\n",
        "GET /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST /metrics HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /-/reload HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n",
        "GET /\0metrics HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http:// HTTP/1.1\r\nHost: a\r\n\r\n",
        "CONNECT example.org:443 HTTP/1.1\r\nHost: a\r\n\r\n",
        "TRACE /metrics HTTP/1.1\r\nHost: a\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001\u0000",
        "GET /" + new string('a', 100_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: a\r\nX: " + new string('a', 100_000) + "\r\n\r\n",
        "GET /metrics HTTP/1.1\r\nHost: a\r\n" + string.Concat(Enumerable.Range(0, 2_000).Select(i => Configs.Invariant($"X{i}: 1\r\n"))) + "\r\n",
    ];

    [Test]
    public async Task Malformed_requests_are_refused_and_leave_the_daemon_serving()
    {
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.Head);

        foreach (var request in Malformed)
        {
            var answer = await SendAsync(daemon, request);
            // 501 and 505 are right answers to what no server speaks; any other 5xx would be the server's own fault.
            Assert.That(answer, Does.Not.Match("^HTTP/1.1 (2|500|502|503|504)"), () => $"the answer to {Shown(request)}");
        }

        Assert.That((await daemon.ScrapeAsync()).Find("modelhost_exporter_build_info"), Is.EqualTo(1));
        Assert.That(daemon.Log, Has.None.Contains("level=error"), "no client makes the daemon's log cry");
    }

    [Test]
    public async Task Slow_clients_hold_up_nobody()
    {
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.Head);
        var slow = new List<TcpClient>();
        try
        {
            // Half of them never end their headers, the others never read their answer.
            for (var i = 0; i < 100; i++)
            {
                var client = await ConnectAsync(daemon);
                slow.Add(client);
                await client.GetStream().WriteAsync(i % 2 == 0 ? "GET /met"u8.ToArray() : Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", 20))));
            }

            for (var scrape = 0; scrape < 5; scrape++)
            {
                Assert.That((await daemon.ScrapeAsync()).Find("modelhost_exporter_build_info"), Is.EqualTo(1));
            }
        }
        finally
        {
            slow.ForEach(c => c.Dispose());
        }

        Assert.That((await daemon.ScrapeAsync()).Find("modelhost_exporter_build_info"), Is.EqualTo(1));
    }

    [Test]
    public async Task Four_hundred_idle_connections_with_two_hundred_files_leave_it_alive_and_serving()
    {
        await using var daemon = await DaemonProcessUnderTest.StartAsync(Configs.Head, new DaemonStart { MaxOpenFiles = 200 });
        Assert.That((await daemon.ScrapeUntilAsync(s => s.Of("process_max_fds").Any(), Bound, "the process is read")).Value("process_max_fds"), Is.EqualTo(200), "the limit is in force");
        var idle = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 400; i++)
            {
                idle.Add(await ConnectAsync(daemon));
            }

            // While they are there: alive, and still answering whoever asks.
            await Eventually.That(() => AnswersAsync(daemon), Bound, () => $"it answers beside them\n{daemon.Process.Said}");
            Assert.That(daemon.Process.HasExited, Is.False, daemon.Process.Said);
        }
        finally
        {
            idle.ForEach(c => c.Dispose());
        }

        await Eventually.That(() => AnswersAsync(daemon), Bound, () => $"it serves after them\n{daemon.Process.Said}");
        Assert.That(daemon.Process.HasExited, Is.False, daemon.Process.Said);
    }

    private static async Task<bool> AnswersAsync(DaemonProcessUnderTest daemon)
    {
        try
        {
            return (await daemon.ScrapeAsync()).Find("modelhost_exporter_build_info") == 1;
        }
        catch (HttpRequestException) when (!daemon.Process.HasExited)
        {
            return false;
        }
    }

    private static async Task<TcpClient> ConnectAsync(DaemonProcessUnderTest daemon)
    {
        var client = new TcpClient();
        using var bound = new CancellationTokenSource(Bound);
        await client.ConnectAsync(IPAddress.Loopback, daemon.Metrics.Port, bound.Token);
        return client;
    }

    /// <summary>Sends the bytes, says that nothing follows, and reads to the end.</summary>
    private static async Task<string> SendAsync(DaemonProcessUnderTest daemon, string request)
    {
        using var client = await ConnectAsync(daemon);
        var stream = client.GetStream();
        using var bound = new CancellationTokenSource(Bound);
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), bound.Token);
            client.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            return await reader.ReadToEndAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"No end of the answer to {Shown(request)}");
            throw;
        }
        catch (Exception broken) when (broken is IOException or SocketException)
        {
            return "(connection reset)";
        }
    }

    private static string Shown(string request) => request.Length > 60 ? $"{request[..60]}... ({request.Length})" : request;
}
