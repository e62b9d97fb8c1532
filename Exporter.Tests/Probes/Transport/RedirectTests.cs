using System.Collections.Concurrent;
using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Transport;

/// <summary><c>follow_redirects</c>, <c>fail_if_ssl</c> and <c>fail_if_not_ssl</c>.</summary>
public class RedirectTests
{
    private TemporaryFolder folder = null!;
    private string secret = "";

    [SetUp]
    public void Write_the_secret()
    {
        folder = new TemporaryFolder();
        secret = folder.Write("secret", "s3cret");
    }

    [TearDown]
    public void Remove_the_folder() => folder.Dispose();

    [Test]
    public async Task By_default_a_redirect_is_an_answer_like_any_other()
    {
        await using var server = Redirecting(302, "/there");

        var result = await ProbeBench.AskAsync(server, ProbeBench.Http());

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("invalid assertion"));
        Assert.That(result.StatusCode, Is.EqualTo(302));
        Assert.That(server.Connections, Is.EqualTo(1));
    }

    [TestCase(301, "GET /there?q HTTP/1.1", "")]
    [TestCase(302, "GET /there?q HTTP/1.1", "")]
    [TestCase(303, "GET /there?q HTTP/1.1", "")]
    [TestCase(307, "POST /there?q HTTP/1.1", "the body")]
    [TestCase(308, "POST /there?q HTTP/1.1", "the body")]
    public async Task It_is_followed_as_browsers_do(int status, string line, string body)
    {
        var requests = new ConcurrentQueue<string>();
        await using var server = Redirecting(status, "there?q", requests);

        var result = await ProbeBench.AskAsync(server, Following() with { Method = "POST", Body = "the body", Path = "/here" });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(requests, Has.Count.EqualTo(2));
        Assert.That(requests.Last(), Does.StartWith(line + "\r\n").And.EndsWith("\r\n\r\n" + body));
        Assert.That(requests.Last(), Does.Contain("Authorization: Bearer s3cret"), "the same server may know who we are");
    }

    [Test]
    public async Task Another_server_is_told_nothing_of_who_we_are()
    {
        var seen = "";
        await using var other = new ScriptedServer(async connection =>
        {
            seen = await connection.ReadRequestAsync();
            await connection.AnswerAsync(200, "{}");
        });
        await using var server = Redirecting(307, other.Url + "x");

        var result = await ProbeBench.AskAsync(server, Following() with { Headers = new([new HeaderConfig("X-Api-Key", "k"), new HeaderConfig("Cookie", "c")]) });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("success -"), result.Reason);
        Assert.That(seen, Does.StartWith("GET /x HTTP/1.1\r\n").And.Contain("User-Agent: modelhost-exporter/"));
        Assert.That(seen, Does.Not.Contain("s3cret").And.Not.Contain("X-Api-Key").And.Not.Contain("Cookie"));
    }

    [Test]
    public async Task Every_phase_is_the_sum_over_the_way_and_together_they_are_the_duration()
    {
        await using var server = Redirecting(302, "/there");

        var result = await ProbeBench.AskAsync(server, Following());

        var phases = result.Phases;
        var sum = phases.Resolve + phases.Connect + phases.Processing + phases.Transfer;
        Assert.That(sum, Is.LessThanOrEqualTo(result.Duration).And.GreaterThan(result.Duration * 0.5));
        Assert.That(result.TimeToHeaders, Is.LessThanOrEqualTo(result.Duration).And.GreaterThan(phases.Connect!.Value));
    }

    [Test]
    public async Task A_circle_ends_after_ten()
    {
        await using var server = ScriptedServer.Answering(302, "", headers: "Location: /again\r\n");

        var result = await ProbeBench.AskAsync(server, Following());

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("protocol_error other"));
        Assert.That(result.Reason, Does.StartWith("more than 10 redirects; the last leads to http://127.0.0.1:"));
        Assert.That(server.Connections, Is.EqualTo(11));
    }

    [TestCase("ftp://x/y")]
    [TestCase("javascript:alert(1)")]
    [TestCase("//")]
    [TestCase("http://[::1")]
    [TestCase("")]
    public async Task Where_HTTP_does_not_lead_nobody_goes(string location)
    {
        await using var server = ScriptedServer.Answering(302, "", headers: $"Location: {location}\r\n");

        var result = await ProbeBench.AskAsync(server, Following());

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("invalid assertion"));
    }

    [TestCase(false, true, "invalid assertion", "the answer came without TLS (fail_if_not_ssl)")]
    [TestCase(true, false, "success -", null)]
    public async Task Plain_http_can_be_forbidden(bool failIfSsl, bool failIfNotSsl, string verdict, string? reason)
    {
        await using var server = ScriptedServer.Answering(200, "{}");

        var result = await ProbeBench.AskAsync(server, ProbeBench.Http() with { Client = new ClientConfig { FailIfSsl = failIfSsl, FailIfNotSsl = failIfNotSsl } });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo(verdict));
        Assert.That(result.Reason, Is.EqualTo(reason));
    }

    [Test]
    public async Task So_can_TLS()
    {
        using var certificate = TestCertificates.SelfSigned(new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var server = new ScriptedServer(
            async connection =>
            {
                await connection.ReadRequestAsync();
                await connection.AnswerAsync(200, "{}");
            },
            certificate);

        var result = await ProbeBench.AskAsync(server, ProbeBench.Http() with { Client = new ClientConfig { FailIfSsl = true, Tls = new TlsClientConfig { SkipVerify = true } } });

        Assert.That(ProbeBench.Verdict(result), Is.EqualTo("invalid assertion"));
        Assert.That(result.Reason, Is.EqualTo("the answer came over TLS (fail_if_ssl)"));
    }

    private HttpProbeConfig Following() => ProbeBench.Http() with
    {
        Client = new ClientConfig { FollowRedirects = true },
        Authorization = new AuthorizationConfig { Credentials = new SecretReference { File = secret } },
    };

    /// <summary>The first request is sent elsewhere, the second is answered.</summary>
    private static ScriptedServer Redirecting(int status, string location, ConcurrentQueue<string>? requests = null) => new(async connection =>
    {
        requests ??= new();
        requests.Enqueue(await connection.ReadRequestAsync());
        await (connection.Index == 0
            ? connection.AnswerAsync(status, "", headers: $"Location: {location}\r\n")
            : connection.AnswerAsync(200, "{}"));
    });
}
