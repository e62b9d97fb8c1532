using System.Net;
using Exporter.Configuration.Client;
using Exporter.Configuration.Web;
using Exporter.Tests.Support;
using Exporter.Tests.Web.Support;
using Exporter.Web;

namespace Exporter.Tests.Web;

/// <summary>Rate limit, headers, and when the web configuration is looked at.</summary>
internal sealed class PolicyTests
{
    [Test]
    public async Task Beyond_the_rate_limit_is_429_until_time_refills_it()
    {
        var clock = new ManualTimeProvider();
        using var config = new WebConfigUnderTest(new WebConfig { RateLimit = new RateLimitConfig(TimeSpan.FromSeconds(1), Burst: 2) });
        await using var server = await ServerUnderTest.StartAsync(o => config.Apply(o) with { Time = clock });

        Assert.That(await StatusesAsync(server, 4), Is.EqualTo(new[] { 200, 200, 429, 429 }));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await StatusesAsync(server, 2), Is.EqualTo(new[] { 200, 429 }));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.That(await StatusesAsync(server, 3), Is.EqualTo(new[] { 200, 200, 429 }), "the bucket holds the burst and no more");
    }

    [Test]
    public async Task A_429_says_when_to_come_back()
    {
        using var config = new WebConfigUnderTest(new WebConfig { RateLimit = new RateLimitConfig(TimeSpan.FromHours(1), Burst: 1) });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);
        await StatusesAsync(server, 1);

        using var answer = await server.SendAsync(HttpMethod.Get, "/metrics");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(answer.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromSeconds(1)));
    }

    [Test]
    public async Task A_change_elsewhere_in_the_file_does_not_refill_the_bucket()
    {
        var limit = new RateLimitConfig(TimeSpan.FromHours(1), Burst: 2);
        using var config = new WebConfigUnderTest(new WebConfig { RateLimit = limit });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);
        await StatusesAsync(server, 2);

        config.Set(new WebConfig { RateLimit = limit, HttpServer = new HttpServerConfig { Http2 = false } });
        Assert.That(await StatusesAsync(server, 1), Is.EqualTo(new[] { 429 }));

        config.Set(new WebConfig { RateLimit = limit with { Burst = 3 } });
        Assert.That(await StatusesAsync(server, 1), Is.EqualTo(new[] { 200 }));
    }

    [Test]
    public async Task Configured_headers_are_on_every_answer_and_change_with_the_file()
    {
        using var config = new WebConfigUnderTest(new WebConfig { HttpServer = new HttpServerConfig { Headers = new([new HeaderConfig("X-Frame-Options", "deny")]) } });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);

        using var before = await server.SendAsync(HttpMethod.Get, "/nothing");
        config.Set(new WebConfig());
        using var after = await server.SendAsync(HttpMethod.Get, "/nothing");

        Assert.That(before.Headers.GetValues("X-Frame-Options"), Is.EqualTo(new[] { "deny" }));
        Assert.That(after.Headers.Contains("X-Frame-Options"), Is.False);
    }

    [TestCase("X-Frame-Options", "deny\r\nSet-Cookie: a=b")]
    [TestCase("X-Frame-Options", "d\u00e9ny")]
    [TestCase("X-Frame\n", "deny")]
    public void A_header_that_cannot_be_sent_is_an_error_at_the_start_and_not_at_every_request(string name, string value)
    {
        using var config = new WebConfigUnderTest(new WebConfig { HttpServer = new HttpServerConfig { Headers = new([new HeaderConfig(name, value)]) } });

        Assert.That(async () => await ServerUnderTest.StartAsync(config.Apply), Throws.TypeOf<WebStartException>().With.Message.Contains("http_server_config.headers"));
    }

    [Test]
    public async Task The_files_are_looked_at_once_an_interval()
    {
        var clock = new ManualTimeProvider();
        using var config = new WebConfigUnderTest(new WebConfig());
        await using var server = await ServerUnderTest.StartAsync(o => o with { WebConfig = config.Source, Time = clock });
        config.Set(new WebConfig { HttpServer = new HttpServerConfig { Headers = new([new HeaderConfig("X-Frame-Options", "deny")]) } });

        using var early = await server.SendAsync(HttpMethod.Get, "/");
        clock.Advance(TimeSpan.FromSeconds(1));
        using var due = await server.SendAsync(HttpMethod.Get, "/");

        Assert.That(early.Headers.Contains("X-Frame-Options"), Is.False);
        Assert.That(due.Headers.Contains("X-Frame-Options"), Is.True);
    }

    [Test]
    public async Task Switching_tls_on_needs_a_restart_and_says_so()
    {
        using var pki = new Tls.TestAuthority();
        using var config = new WebConfigUnderTest(new WebConfig());
        await using var server = await ServerUnderTest.StartAsync(config.Apply);

        config.Set(new WebConfig { Tls = pki.ServerConfig("server") });

        Assert.That(await StatusesAsync(server, 1), Is.EqualTo(new[] { 200 }));
        Assert.That(server.Log.Lines, Has.One.Contains("by a restart only"));
    }

    private static async Task<int[]> StatusesAsync(ServerUnderTest server, int count)
    {
        var statuses = new int[count];
        for (var i = 0; i < count; i++)
        {
            using var answer = await server.SendAsync(HttpMethod.Get, "/metrics");
            statuses[i] = (int)answer.StatusCode;
        }

        return statuses;
    }
}
