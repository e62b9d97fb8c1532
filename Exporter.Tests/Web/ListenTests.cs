using System.Net;
using System.Net.Sockets;
using Exporter.Configuration;
using Exporter.Exposition;
using Exporter.Tests.Support;
using Exporter.Tests.Web.Support;
using Exporter.Web;

namespace Exporter.Tests.Web;

internal sealed class ListenTests
{
    [Test]
    public async Task The_port_that_the_system_chose_is_told()
    {
        await using var server = await ServerUnderTest.StartAsync();

        Assert.That(server.Server.BoundAddresses, Has.Count.EqualTo(1));
        Assert.That(server.Server.BoundAddresses[0].ToString(), Does.Match(@"^http://127\.0\.0\.1:[1-9]\d*/$"));
        Assert.That(server.Log.Lines, Has.Some.StartsWith("Debug: Serving on http://127.0.0.1:"));
    }

    [Test]
    public async Task Several_addresses_are_served()
    {
        await using var server = await ServerUnderTest.StartAsync(o => o with { Addresses = [new("127.0.0.1", 0), new("127.0.0.2", 0)] });

        Assert.That(server.Server.BoundAddresses, Has.Count.EqualTo(2));
        foreach (var address in server.Server.BoundAddresses)
        {
            Assert.That(await server.Http.GetStringAsync(new Uri(address, "/metrics")), Is.EqualTo(CannedMetrics.Text));
        }
    }

    [Test]
    public async Task IPv6_is_served()
    {
        Machine.NeedsIPv6();
        await using var server = await ServerUnderTest.StartAsync(listen: new ListenAddress("::1", 0));

        Assert.That(server.Server.BoundAddresses[0].Host, Is.EqualTo("[::1]"));
        Assert.That(await server.Http.GetStringAsync("/metrics"), Is.EqualTo(CannedMetrics.Text));
    }

    [Test]
    public async Task No_host_is_every_interface_in_both_families()
    {
        await using var server = await ServerUnderTest.StartAsync(listen: new ListenAddress("", 0));
        var port = server.Server.BoundAddresses[0].Port;

        Assert.That(await server.Http.GetStringAsync($"http://127.0.0.1:{port}/metrics"), Is.EqualTo(CannedMetrics.Text));
        Machine.NeedsIPv6();
        Assert.That(await server.Http.GetStringAsync($"http://[::1]:{port}/metrics"), Is.EqualTo(CannedMetrics.Text));
    }

    [Test]
    public async Task Localhost_is_both_loopbacks()
    {
        Machine.NeedsIPv6();
        var port = FreePort();
        await using var server = await ServerUnderTest.StartAsync(listen: new ListenAddress("localhost", port));

        Assert.That(await server.Http.GetStringAsync($"http://127.0.0.1:{port}/metrics"), Is.EqualTo(CannedMetrics.Text));
        Assert.That(await server.Http.GetStringAsync($"http://[::1]:{port}/metrics"), Is.EqualTo(CannedMetrics.Text));
    }

    [TestCase("127.0.0.1")]
    [TestCase("localhost")]
    [TestCase("")]
    public void A_port_in_use_is_an_error_that_names_the_address_and_the_cause(string host)
    {
        using var occupant = TcpListener.Create(0);
        occupant.Start();
        var port = ((IPEndPoint)occupant.LocalEndpoint).Port;

        Assert.That(
            async () => await ServerUnderTest.StartAsync(listen: new ListenAddress(host, port)),
            Throws.TypeOf<WebStartException>().With.Message.Match($@"^Cannot listen on \S+:{port}: the address is in use by another process\.$"));
    }

    [Test]
    public async Task After_a_failed_start_nothing_listens()
    {
        using var occupant = new TcpListener(IPAddress.Loopback, 0);
        occupant.Start();
        var free = FreePort();

        Assert.That(
            async () => await ServerUnderTest.StartAsync(o => o with { Addresses = [new("127.0.0.1", free), new("127.0.0.1", ((IPEndPoint)occupant.LocalEndpoint).Port)] }),
            Throws.TypeOf<WebStartException>());
        using var client = new TcpClient();
        await Eventually.IsTrueAsync(() => IsRefused(free), "the first address is free again");
    }

    [TestCase("192.0.2.1", "not one of this machine")]
    [TestCase("example.org", "an IP address, localhost or nothing")]
    [TestCase("127.0.0.1.5", "an IP address, localhost or nothing")]
    public void An_address_that_cannot_be_is_an_error_that_says_why(string host, string why) =>
        Assert.That(
            async () => await ServerUnderTest.StartAsync(listen: new ListenAddress(host, 0)),
            Throws.TypeOf<WebStartException>().With.Message.Contains(host).And.Message.Contains(why));

    [TestCase("", true)]
    [TestCase("0.0.0.0", true)]
    [TestCase("127.0.0.1", false)]
    public async Task Being_reachable_by_strangers_without_authentication_is_warned_of(string host, bool expected)
    {
        await using var server = await ServerUnderTest.StartAsync(listen: new ListenAddress(host, 0));

        Assert.That(server.Log.Lines.Any(l => l.StartsWith("Warning:", StringComparison.Ordinal) && l.Contains("--web.config.file", StringComparison.Ordinal)), Is.EqualTo(expected));
    }

    [Test]
    public async Task Twenty_of_twenty_starts_serve_while_a_client_polls_the_port_from_before()
    {
        var port = FreePort();
        using var stop = new CancellationTokenSource();
        var answered = 0;
        var poll = Task.Run(async () =>
        {
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    await http.GetStringAsync($"http://127.0.0.1:{port}/metrics", stop.Token);
                    Interlocked.Increment(ref answered);
                }
                catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
                {
                    // Refused or broken off: the server is down or going down, which is the point.
                }
            }
        });

        for (var start = 1; start <= 20; start++)
        {
            await using var server = await ServerUnderTest.StartAsync(listen: new ListenAddress("127.0.0.1", port));
            var before = Volatile.Read(ref answered);
            Assert.That(await server.Http.GetStringAsync("/metrics"), Is.EqualTo(CannedMetrics.Text), $"start {start}");
            await Eventually.IsTrueAsync(() => Volatile.Read(ref answered) > before, $"the polling client is served after start {start}");
        }

        await stop.CancelAsync();
        await poll;
    }

    [Test]
    public async Task A_stop_breaks_off_a_request_that_does_not_end()
    {
        var server = await ServerUnderTest.StartAsync(o => o with { Limits = o.Limits with { StopBound = TimeSpan.FromMilliseconds(100) } });
        var asked = new TaskCompletionSource();
        server.Metrics.Answer = async token =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return new ScrapeResult(ScrapeFailure.Failed);
        };
        using var client = await server.ConnectAsync();
        await client.SendAsync("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20));

        await server.Server.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        Assert.That(await client.ReadToEndAsync(), Is.Empty);
        Assert.That(server.Log.Lines, Has.Some.Contains("broken off"));
        await server.DisposeAsync();
    }

    [Test]
    public async Task A_stop_lets_a_request_in_progress_end()
    {
        var server = await ServerUnderTest.StartAsync();
        var good = server.Metrics.Answer;
        var asked = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        server.Metrics.Answer = async token =>
        {
            asked.SetResult();
            await release.Task;
            return await good(token);
        };
        using var client = await server.ConnectAsync();
        await client.SendAsync("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20));

        var stopping = server.Server.StopAsync();
        release.SetResult();
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.That(await client.ReadToEndAsync(), Does.StartWith("HTTP/1.1 200 OK").And.EndsWith(CannedMetrics.Text));
        Assert.That(server.Log.Lines, Has.None.Contains("broken off"));
        await server.DisposeAsync();
    }

    [Test]
    public async Task A_reload_that_a_stop_cuts_off_says_so()
    {
        var asked = new TaskCompletionSource();
        var server = await ServerUnderTest.StartAsync(endpoints: e => e with
        {
            Reload = async token =>
            {
                asked.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, token);
                return ReloadOutcome.Success;
            },
        });
        var reload = server.SendAsync(HttpMethod.Post, "/-/reload");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20));

        await server.Server.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));

        using var answer = await reload;
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        await server.DisposeAsync();
    }

    [Test]
    public async Task Stopping_twice_and_stopping_the_unstarted_do_nothing()
    {
        var server = await ServerUnderTest.StartAsync();
        await server.Server.StopAsync();
        await server.Server.StopAsync();
        await server.DisposeAsync();

        Assert.That(IsRefused(server.EndPoint.Port), Is.True);
    }

    private static bool IsRefused(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
