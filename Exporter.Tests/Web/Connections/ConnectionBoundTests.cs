using System.Net;
using Exporter.Tests.Support;
using Exporter.Tests.Web.Support;
using Exporter.Web;

namespace Exporter.Tests.Web.Connections;

internal sealed class ConnectionBoundTests
{
    private const string Get = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
    private const int Capacity = 10;

    private static WebServerOptions Bounded(WebServerOptions options) => options with { Limits = options.Limits with { MaxConnections = Capacity } };

    [Test]
    public async Task Idle_connections_in_plenty_never_exceed_the_bound_and_never_keep_a_scraper_out()
    {
        await using var server = await ServerUnderTest.StartAsync(Bounded);
        var idle = new List<RawConnection>();
        try
        {
            for (var i = 0; i < 8 * Capacity; i++)
            {
                idle.Add(await server.ConnectAsync());
                Assert.That(server.Server.OpenConnections, Is.LessThanOrEqualTo(Capacity));
            }

            using var answer = await server.SendAsync(HttpMethod.Get, "/metrics");

            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(server.Server.OpenConnections, Is.LessThanOrEqualTo(Capacity));
            Assert.That(server.Log.Lines.Count(l => l.Contains("no more can be afforded", StringComparison.Ordinal)), Is.EqualTo(1), "told once, not 70 times");
        }
        finally
        {
            idle.ForEach(c => c.Dispose());
        }
    }

    [Test]
    public async Task The_connection_idle_longest_makes_room_and_one_in_use_stays()
    {
        await using var server = await ServerUnderTest.StartAsync(Bounded);
        using var scraper = await server.ConnectAsync();
        await AskAsync(scraper);
        var others = new List<RawConnection>();
        try
        {
            for (var i = 0; i < Capacity - 1; i++)
            {
                others.Add(await server.ConnectAsync());
                await AskAsync(others[i]);
            }

            await AskAsync(scraper);
            using var oneMore = await server.ConnectAsync();
            await AskAsync(oneMore);

            Assert.That(await others[0].ReadToEndAsync(), Is.Empty, "the one idle longest was closed");
            await AskAsync(scraper);
        }
        finally
        {
            others.ForEach(c => c.Dispose());
        }
    }

    [Test]
    public async Task Where_all_are_at_work_a_newcomer_waits_for_the_first_to_end()
    {
        await using var server = await ServerUnderTest.StartAsync(Bounded);
        var good = server.Metrics.Answer;
        var running = 0;
        var release = new TaskCompletionSource();
        server.Metrics.Answer = async token =>
        {
            Interlocked.Increment(ref running);
            await release.Task.WaitAsync(token);
            return await good(token);
        };
        var workers = new List<RawConnection>();
        try
        {
            for (var i = 0; i < Capacity; i++)
            {
                workers.Add(await server.ConnectAsync());
                await workers[i].SendAsync(Get);
            }

            await Eventually.IsTrueAsync(() => Volatile.Read(ref running) == Capacity, "every connection has a request running");
            using var newcomer = await server.ConnectAsync();
            await newcomer.SendAsync(Get);
            release.SetResult();

            Assert.That(await newcomer.ReadAnswerAsync(), Does.StartWith("HTTP/1.1 200 OK"));
            foreach (var worker in workers)
            {
                Assert.That(await worker.ReadAnswerAsync(), Does.StartWith("HTTP/1.1 200 OK"), "none at work was broken off");
            }
        }
        finally
        {
            workers.ForEach(c => c.Dispose());
        }
    }

    [Test]
    public async Task A_connection_that_closes_gives_its_place_back()
    {
        await using var server = await ServerUnderTest.StartAsync(Bounded);
        for (var i = 0; i < 5 * Capacity; i++)
        {
            using var client = await server.ConnectAsync();
            await AskAsync(client);
        }

        await Eventually.IsTrueAsync(() => server.Server.OpenConnections == 0, "all places are free again");
        Assert.That(server.Log.Lines, Has.None.Contains("no more can be afforded"));
    }

    [TestCase("G", Description = "A client that sends one byte and waits.")]
    [TestCase("GET /metrics HTTP/1.1\r\nHost: x\r\nX-Slow: a")]
    public async Task A_head_that_does_not_come_in_time_is_dropped(string start)
    {
        await using var server = await ServerUnderTest.StartAsync(o => o with { Limits = o.Limits with { RequestHeadersTimeout = TimeSpan.FromMilliseconds(300) } });
        using var slow = await server.ConnectAsync();

        await slow.SendAsync(start);

        Assert.That(await slow.ReadToEndAsync(), Is.Empty.Or.StartsWith("HTTP/1.1 408"));
        await Eventually.IsTrueAsync(() => server.Server.OpenConnections == 0, "the slow one is gone");
    }

    [Test]
    public async Task A_connection_without_a_request_is_closed_after_the_keep_alive_time()
    {
        await using var server = await ServerUnderTest.StartAsync(o => o with { Limits = o.Limits with { KeepAliveTimeout = TimeSpan.FromMilliseconds(300) } });
        using var idle = await server.ConnectAsync();

        await AskAsync(idle);

        Assert.That(await idle.ReadToEndAsync(), Is.Empty);
    }

    [Test]
    public async Task A_client_that_does_not_read_its_answer_is_dropped()
    {
        await using var server = await ServerUnderTest.StartAsync(o => o with
        {
            Limits = o.Limits with { MinDataRate = 16 * 1024 * 1024, MinDataRateGrace = TimeSpan.FromSeconds(1.1) },
        });
        server.Metrics.Answer = _ => CannedMetrics.Body(new byte[16 * 1024 * 1024]);
        using var greedy = await server.ConnectAsync();

        await greedy.SendAsync(Get);

        await Eventually.IsTrueAsync(() => server.Server.OpenConnections == 1, "it is connected");
        await Eventually.IsTrueAsync(() => server.Server.OpenConnections == 0, "it was dropped");
        Assert.That(server.Log.Lines, Has.None.StartsWith("Error:"));
    }

    private static async Task AskAsync(RawConnection client)
    {
        await client.SendAsync(Get);
        Assert.That(await client.ReadAnswerAsync(), Does.StartWith("HTTP/1.1 200 OK"));
    }
}
