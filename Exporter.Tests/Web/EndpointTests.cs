using System.Net;
using Exporter.Tests.Web.Support;
using Exporter.Web;

namespace Exporter.Tests.Web;

internal sealed class EndpointTests
{
    [TestCase("/", HttpStatusCode.OK)]
    [TestCase("/metrics", HttpStatusCode.OK)]
    [TestCase("/metrics?name[]=up", HttpStatusCode.OK)]
    [TestCase("/-/healthy", HttpStatusCode.OK)]
    [TestCase("/-/ready", HttpStatusCode.OK)]
    [TestCase("/metricsX", HttpStatusCode.NotFound)]
    [TestCase("/metrics/", HttpStatusCode.NotFound)]
    [TestCase("/METRICS", HttpStatusCode.NotFound)]
    [TestCase("/favicon.ico", HttpStatusCode.NotFound)]
    public async Task A_path_is_answered_only_where_it_is_exactly_a_route(string path, HttpStatusCode expected)
    {
        await using var server = await ServerUnderTest.StartAsync();

        using var answer = await server.SendAsync(HttpMethod.Get, path);

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
    }

    [TestCase("GET", "/")]
    [TestCase("HEAD", "/")]
    [TestCase("GET", "/metrics")]
    [TestCase("HEAD", "/metrics")]
    [TestCase("POST", "/metrics")]
    [TestCase("GET", "/-/healthy")]
    [TestCase("GET", "/-/ready")]
    [TestCase("GET", "/-/reload")]
    [TestCase("POST", "/-/reload")]
    [TestCase("GET", "/nothing")]
    [TestCase("HEAD", "/nothing")]
    public async Task Every_answer_has_a_length_and_no_server_header(string method, string path)
    {
        await using var server = await ServerUnderTest.StartAsync();

        using var answer = await server.SendAsync(new HttpMethod(method), path);
        var body = await answer.Content.ReadAsByteArrayAsync();

        Assert.That(answer.Content.Headers.ContentLength, Is.GreaterThan(0));
        Assert.That(answer.Headers.TransferEncodingChunked, Is.Null);
        Assert.That(body, Has.Length.EqualTo(method == "HEAD" ? 0 : answer.Content.Headers.ContentLength));
        Assert.That(answer.Headers.Contains("Server"), Is.False);
        Assert.That(answer.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
    }

    [TestCase("POST", "/metrics", "GET, HEAD")]
    [TestCase("DELETE", "/metrics", "GET, HEAD")]
    [TestCase("OPTIONS", "/metrics", "GET, HEAD")]
    [TestCase("TRACE", "/", "GET, HEAD")]
    [TestCase("BREW", "/-/ready", "GET, HEAD")]
    [TestCase("GET", "/-/reload", "POST, PUT")]
    [TestCase("HEAD", "/-/reload", "POST, PUT")]
    [TestCase("GET", "/-/maintenance?target=known", "POST, PUT, DELETE")]
    public async Task A_wrong_method_is_told_the_right_ones(string method, string path, string allow)
    {
        await using var server = await ServerUnderTest.StartAsync();

        using var answer = await server.SendAsync(new HttpMethod(method), path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed));
        Assert.That(string.Join(", ", answer.Content.Headers.Allow), Is.EqualTo(allow));
    }

    [Test]
    public async Task Head_of_the_metrics_tells_the_length_of_get()
    {
        await using var server = await ServerUnderTest.StartAsync();

        using var answer = await server.SendAsync(HttpMethod.Head, "/metrics");

        Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo(CannedMetrics.Text.Length));
        Assert.That(answer.Content.Headers.ContentType?.ToString(), Is.EqualTo("text/plain; version=0.0.4; charset=utf-8"));
    }

    [Test]
    public async Task The_landing_page_names_version_targets_and_links_and_escapes_them()
    {
        await using var server = await ServerUnderTest.StartAsync(endpoints: e => e with
        {
            MetricsPath = "/m&<m>",
            Landing = new LandingFacts { Name = "<script>alert(1)</script>", Version = "1.2.3 \"x\"", TargetCount = () => 1 },
        });

        var page = await server.Http.GetStringAsync("/");

        Assert.That(page, Does.Contain("&lt;script&gt;alert(1)&lt;/script&gt;").And.Not.Contain("<script"));
        Assert.That(page, Does.Contain("1.2.3 &quot;x&quot;").And.Contain("1 target configured"));
        Assert.That(page, Does.Contain("href=\"/m&amp;&lt;m&gt;\"").And.Contain("href=\"/-/ready\"").And.Not.Contain("/-/reload"));
        Assert.That(page, Does.Not.Contain("src="));
        Assert.That(page, Has.Length.LessThan(2000));
    }

    [Test]
    public async Task Metrics_at_the_root_take_the_place_of_the_landing_page()
    {
        await using var server = await ServerUnderTest.StartAsync(endpoints: e => e with { MetricsPath = "/" });

        Assert.That(await server.Http.GetStringAsync("/"), Is.EqualTo(CannedMetrics.Text));
    }

    [Test]
    public void A_metrics_path_that_another_page_has_is_an_error_at_the_start() =>
        Assert.That(
            async () => await ServerUnderTest.StartAsync(endpoints: e => e with { MetricsPath = "/-/ready" }),
            Throws.TypeOf<WebStartException>().With.Message.Contains("/-/ready").And.Message.Contains("--web.telemetry-path"));

    [Test]
    public async Task Not_ready_is_503_with_words_while_alive_is_200()
    {
        await using var server = await ServerUnderTest.StartAsync(endpoints: e => e with { Readiness = () => new ReadinessReport(false, "Waiting for the first GPU reading.") });

        using var ready = await server.SendAsync(HttpMethod.Get, "/-/ready");
        using var healthy = await server.SendAsync(HttpMethod.Get, "/-/healthy");

        Assert.That(ready.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(await ready.Content.ReadAsStringAsync(), Is.EqualTo("Waiting for the first GPU reading.\n"));
        Assert.That(healthy.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("POST")]
    [TestCase("PUT")]
    public async Task A_reload_that_succeeds_is_200(string method)
    {
        var reloads = 0;
        await using var server = await ServerUnderTest.StartAsync(endpoints: e => e with { Reload = _ => Task.FromResult(new ReloadOutcome(reloads++ == 0 ? [] : ["?"])) });

        using var answer = await server.SendAsync(new HttpMethod(method), "/-/reload");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(reloads, Is.EqualTo(1));
    }

    [Test]
    public async Task A_reload_that_fails_is_500_with_every_mistake_as_a_line()
    {
        await using var server = await ServerUnderTest.StartAsync(endpoints: e => e with { Reload = _ => Task.FromResult(new ReloadOutcome(["a.yaml:1:2  x: bad", "a.yaml:3:4  y: worse"])) });

        using var answer = await server.SendAsync(HttpMethod.Post, "/-/reload");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("a.yaml:1:2  x: bad\na.yaml:3:4  y: worse\nThe running configuration was kept.\n"));
    }

    [Test]
    public async Task A_reload_without_the_flag_is_403_with_a_sentence_and_does_nothing()
    {
        var reloads = 0;
        await using var server = await ServerUnderTest.StartAsync(endpoints: e => e with
        {
            EnableLifecycle = false,
            Reload = _ => Task.FromResult(new ReloadOutcome([$"{++reloads}"])),
        });

        using var answer = await server.SendAsync(HttpMethod.Post, "/-/reload");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("--web.enable-lifecycle"));
        Assert.That(reloads, Is.Zero);
    }

    [TestCase("http://evil.example", HttpStatusCode.Forbidden)]
    [TestCase("null", HttpStatusCode.Forbidden)]
    [TestCase("own", HttpStatusCode.OK)]
    public async Task A_browser_may_reload_only_from_the_exporters_own_origin(string origin, HttpStatusCode expected)
    {
        await using var server = await ServerUnderTest.StartAsync();

        using var answer = await server.SendAsync(HttpMethod.Post, "/-/reload", ("Origin", origin == "own" ? $"http://127.0.0.1:{server.EndPoint.Port}" : origin));

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task A_bug_in_a_handler_is_500_logged_and_the_next_request_is_served()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var good = server.Metrics.Answer;
        server.Metrics.Answer = _ => throw new InvalidOperationException("planted");

        using var bad = await server.SendAsync(HttpMethod.Get, "/metrics");
        server.Metrics.Answer = good;
        using var next = await server.SendAsync(HttpMethod.Get, "/metrics");

        Assert.That(bad.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
        Assert.That(await bad.Content.ReadAsStringAsync(), Does.Not.Contain("planted"));
        Assert.That(server.Log.Lines, Has.Some.StartsWith("Error: A GET of /metrics failed"));
        Assert.That(next.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("POST", "?target=known&duration=90m", HttpStatusCode.OK, "known 01:30:00\n")]
    [TestCase("PUT", "?target=known&duration=0", HttpStatusCode.OK, "known 00:00:00\n")]
    [TestCase("DELETE", "?target=known", HttpStatusCode.OK, "known 00:00:00\n")]
    [TestCase("POST", "?target=other&duration=1h", HttpStatusCode.NotFound, "other 01:00:00\n")]
    [TestCase("POST", "?target=known", HttpStatusCode.BadRequest, "duration: missing, such as duration=2h\n")]
    [TestCase("POST", "?target=known&duration=90", HttpStatusCode.BadRequest, "duration: the unit of '90' is missing; use ms, s, m or h, such as 90s\n")]
    [TestCase("POST", "?duration=1h", HttpStatusCode.BadRequest, "Say which target: /-/maintenance?target=NAME&duration=2h\n")]
    [TestCase("POST", "?target=known&target=other&duration=1h", HttpStatusCode.BadRequest, "Say which target: /-/maintenance?target=NAME&duration=2h\n")]
    public async Task Maintenance_is_begun_and_ended_by_target(string method, string query, HttpStatusCode expected, string text)
    {
        await using var server = await ServerUnderTest.StartAsync();

        using var answer = await server.SendAsync(new HttpMethod(method), "/-/maintenance" + query);

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo(text));
    }

    [TestCase("POST")]
    [TestCase("DELETE")]
    public async Task Maintenance_needs_the_lifecycle_to_be_allowed(string method)
    {
        await using var server = await ServerUnderTest.StartAsync(endpoints: e => e with { EnableLifecycle = false });

        using var answer = await server.SendAsync(new HttpMethod(method), "/-/maintenance?target=known&duration=1h");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }
}
