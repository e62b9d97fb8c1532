using Exporter.Tests.Web.Support;

namespace Exporter.Tests.Web;

/// <summary>Unusual but lawful HTTP, byte by byte.</summary>
internal sealed class HttpDialectTests
{
    [Test]
    public async Task Http_1_0_gets_a_whole_answer_and_the_end_of_the_connection()
    {
        var answer = await ExchangeAsync("GET /metrics HTTP/1.0\r\n\r\n");

        Assert.That(answer, Does.StartWith("HTTP/1.1 200 OK\r\n"));
        Assert.That(answer, Does.Contain($"Content-Length: {CannedMetrics.Text.Length}\r\n").And.Not.Contain("chunked"));
        Assert.That(answer, Does.EndWith(CannedMetrics.Text));
    }

    [Test]
    public async Task Pipelined_requests_are_answered_in_their_order()
    {
        const string Keep = " HTTP/1.1\r\nHost: x\r\n\r\n";

        var answers = await ExchangeAsync("GET /-/healthy" + Keep + "GET /metrics" + Keep + "GET /nothing" + Keep + "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        var statuses = answers.Split("\r\n").Where(l => l.Contains("HTTP/1.1 ", StringComparison.Ordinal)).Select(l => l[l.IndexOf("HTTP/1.1 ", StringComparison.Ordinal)..]);
        Assert.That(statuses, Is.EqualTo(new[] { "HTTP/1.1 200 OK", "HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found", "HTTP/1.1 200 OK" }));
    }

    [Test]
    public async Task Many_requests_use_one_connection()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var client = await server.ConnectAsync();

        for (var i = 0; i < 100; i++)
        {
            await client.SendAsync("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.That(await client.ReadAnswerAsync(), Does.StartWith("HTTP/1.1 200 OK").And.EndsWith(CannedMetrics.Text));
        }

        Assert.That(server.Server.OpenConnections, Is.EqualTo(1));
    }

    [Test]
    public async Task A_head_leaves_the_connection_in_step()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var client = await server.ConnectAsync();

        await client.SendAsync("HEAD /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
        var head = await client.ReadAnswerAsync(hasBody: false);
        await client.SendAsync("GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n");
        var next = await client.ReadAnswerAsync();

        Assert.That(head, Does.StartWith("HTTP/1.1 200 OK").And.EndsWith("\r\n\r\n"));
        Assert.That(next, Does.StartWith("HTTP/1.1 200 OK").And.EndsWith("alive.\n"));
    }

    [TestCase("GET http://x/metrics HTTP/1.1\r\nHost: x\r\n", "200")]
    [TestCase("GET http://x/metrics?a=b HTTP/1.1\r\nHost: x\r\n", "200")]
    [TestCase("GET http://other/metrics HTTP/1.1\r\nHost: x\r\n", "400", Description = "Target and Host disagree.")]
    [TestCase("GET /./metrics HTTP/1.1\r\nHost: x\r\n", "200")]
    [TestCase("GET /a/../metrics HTTP/1.1\r\nHost: x\r\n", "200")]
    [TestCase("GET /%6detrics HTTP/1.1\r\nHost: x\r\n", "200")]
    [TestCase("GET //metrics HTTP/1.1\r\nHost: x\r\n", "404")]
    [TestCase("GET /metrics%2F HTTP/1.1\r\nHost: x\r\n", "404")]
    [TestCase("GET /metrics HTTP/1.1\r\nHost: [::1]:9860\r\n", "200")]
    [TestCase("GET /metrics HTTP/1.1\r\nHost: \r\n", "200")]
    [TestCase("GET /metrics HTTP/1.1\r\n", "400")]
    [TestCase("OPTIONS * HTTP/1.1\r\nHost: x\r\n", "404")]
    [TestCase("GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n", "200")]
    [TestCase("GET /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n", "413")]
    [TestCase("POST /-/reload HTTP/1.1\r\nHost: x\r\n", "200", Description = "No length, no body.")]
    [TestCase("POST /-/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 1025\r\n", "413")]
    [TestCase("POST /-/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n", "413")]
    public async Task Targets_hosts_and_lengths_are_read_as_the_standard_says(string head, string status)
    {
        // A body of five bytes where one is announced, so that nothing waits for it.
        var answer = await ExchangeAsync(head + "Connection: close\r\n\r\n" + (head.EndsWith("Length: 5\r\n", StringComparison.Ordinal) ? "hello" : ""));

        Assert.That(answer, Does.StartWith($"HTTP/1.1 {status} "));
        Assert.That(answer, Does.Contain("Content-Length:").And.Not.Contain("chunked"));
    }

    [Test]
    public async Task A_chunked_post_is_taken_and_the_connection_stays_in_step()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var client = await server.ConnectAsync();

        await client.SendAsync("POST /-/reload HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        var reload = await client.ReadAnswerAsync();
        await client.SendAsync("GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n");
        var next = await client.ReadAnswerAsync();

        Assert.That(reload, Does.StartWith("HTTP/1.1 200 OK"));
        Assert.That(next, Does.StartWith("HTTP/1.1 200 OK").And.EndsWith("alive.\n"));
    }

    [Test]
    public async Task A_chunked_post_beyond_the_limit_ends_the_connection()
    {
        var chunk = "400\r\n" + new string('a', 0x400) + "\r\n";

        var answer = await ExchangeAsync("POST /-/reload HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk + chunk);

        Assert.That(answer.Split("HTTP/1.1 "), Has.Length.LessThanOrEqualTo(2), "one answer at most");
    }

    [Test]
    public async Task Expect_100_continue_is_answered_with_the_final_status_and_no_wait_for_the_body()
    {
        await using var server = await ServerUnderTest.StartAsync(endpoints: e => e with { EnableLifecycle = false });
        using var client = await server.ConnectAsync();

        await client.SendAsync("POST /-/reload HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");

        Assert.That(await client.ReadAnswerAsync(), Does.StartWith("HTTP/1.1 403 "));
    }

    [TestCase(4 * 1024, "/", "HTTP/1.1 414 ")]
    [TestCase(16 * 1024, "header", "HTTP/1.1 431 ")]
    [TestCase(65, "count", "HTTP/1.1 431 ")]
    public async Task What_is_too_long_is_refused_with_its_own_status(int size, string where, string expected)
    {
        var request = where switch
        {
            "/" => "GET /" + new string('a', size) + " HTTP/1.1\r\nHost: x\r\n\r\n",
            "header" => "GET / HTTP/1.1\r\nHost: x\r\nX: " + new string('a', size) + "\r\n\r\n",
            _ => "GET / HTTP/1.1\r\nHost: x\r\n" + string.Concat(Enumerable.Range(0, size).Select(i => $"X{i}: y\r\n")) + "\r\n",
        };

        Assert.That(await ExchangeAsync(request), Does.StartWith(expected));
    }

    private static async Task<string> ExchangeAsync(string request)
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var client = await server.ConnectAsync();
        await client.SendAsync(request);
        return await client.ReadToEndAsync();
    }
}
