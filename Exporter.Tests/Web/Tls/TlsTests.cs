using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using Exporter.Configuration.Web;
using Exporter.Tests.Web.Support;

namespace Exporter.Tests.Web.Tls;

internal sealed class TlsTests
{
    private TestAuthority authority = null!;

    [SetUp]
    public void MakeAuthority() => authority = new TestAuthority();

    [TearDown]
    public void RemoveAuthority() => authority.Dispose();

    [Test]
    public async Task Metrics_are_served_over_tls_with_the_certificate_of_the_files()
    {
        using var config = new WebConfigUnderTest(new WebConfig { Tls = authority.ServerConfig("first") });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);
        using var http = TlsClient.Trusting(authority);

        var metrics = await http.GetStringAsync(new Uri(server.Server.BoundAddresses[0], "/metrics"));

        Assert.That(server.Server.BoundAddresses[0].Scheme, Is.EqualTo("https"));
        Assert.That(metrics, Is.EqualTo(CannedMetrics.Text));
    }

    [TestCase(true, "2.0")]
    [TestCase(false, "1.1")]
    public async Task Http_2_is_spoken_where_it_is_offered(bool offered, string version)
    {
        using var config = new WebConfigUnderTest(new WebConfig { Tls = authority.ServerConfig("first"), HttpServer = new HttpServerConfig { Http2 = offered } });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);
        using var http = TlsClient.Trusting(authority);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Server.BoundAddresses[0], "/metrics"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };

        using var answer = await http.SendAsync(request);

        Assert.That(answer.Version.ToString(), Is.EqualTo(version));
        Assert.That(answer.Content.Headers.ContentLength, Is.EqualTo(CannedMetrics.Text.Length));
    }

    [Test]
    public async Task A_request_over_http_2_keeps_its_connection_from_being_evicted()
    {
        using var config = new WebConfigUnderTest(new WebConfig { Tls = authority.ServerConfig("first") });
        await using var server = await ServerUnderTest.StartAsync(o => config.Apply(o) with { Limits = o.Limits with { MaxConnections = 1 } });
        var good = server.Metrics.Answer;
        var asked = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        server.Metrics.Answer = async token =>
        {
            asked.TrySetResult();
            await release.Task.WaitAsync(token);
            return await good(token);
        };
        using var http = TlsClient.Trusting(authority);
        http.DefaultRequestVersion = HttpVersion.Version20;
        http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        var running = http.GetStringAsync(new Uri(server.Server.BoundAddresses[0], "/metrics"));
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20));

        var newcomer = SubjectShownAsync(server);
        release.SetResult();

        Assert.That(await running, Is.EqualTo(CannedMetrics.Text));
        Assert.That(await newcomer.WaitAsync(TimeSpan.FromSeconds(20)), Is.EqualTo("CN=first"));
    }

    [Test]
    public async Task A_renewed_pair_is_shown_to_the_next_connection_and_a_bad_one_is_not()
    {
        using var config = new WebConfigUnderTest(new WebConfig { Tls = authority.ServerConfig("first") });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);
        Assert.That(await SubjectShownAsync(server), Is.EqualTo("CN=first"));

        authority.WriteServerPair("second");
        Assert.That(await SubjectShownAsync(server), Is.EqualTo("CN=second"));

        authority.Write("cert.pem", "-----BEGIN CERTIFICATE-----\nhalf a fi");
        Assert.That(await SubjectShownAsync(server), Is.EqualTo("CN=second"));
        Assert.That(await SubjectShownAsync(server), Is.EqualTo("CN=second"));
        Assert.That(server.Log.Lines.Where(l => l.StartsWith("Error:", StringComparison.Ordinal)), Has.Exactly(1).Items.And.All.Contains("cert.pem"));

        authority.WriteServerPair("third");
        Assert.That(await SubjectShownAsync(server), Is.EqualTo("CN=third"));
    }

    [Test]
    public async Task A_certificate_with_the_key_of_another_is_refused()
    {
        using var config = new WebConfigUnderTest(new WebConfig { Tls = authority.ServerConfig("first") });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);
        var certificate = await File.ReadAllTextAsync(authority.CertFile);

        authority.WriteServerPair("second");
        authority.Write("cert.pem", certificate);

        Assert.That(await SubjectShownAsync(server), Is.EqualTo("CN=first"));
        Assert.That(server.Log.Lines, Has.Some.Contains("not a certificate with its unencrypted private key"));
    }

    [TestCase(TlsVersion.Tls12, TlsVersion.Tls13, SslProtocols.Tls12, true)]
    [TestCase(TlsVersion.Tls12, TlsVersion.Tls13, SslProtocols.Tls13, true)]
    [TestCase(TlsVersion.Tls13, TlsVersion.Tls13, SslProtocols.Tls12, false)]
    [TestCase(TlsVersion.Tls13, TlsVersion.Tls13, SslProtocols.Tls13, true)]
    [TestCase(TlsVersion.Tls12, TlsVersion.Tls12, SslProtocols.Tls13, false)]
    [TestCase(TlsVersion.Tls12, TlsVersion.Tls12, SslProtocols.Tls12, true)]
    public async Task Only_versions_within_the_bounds_are_spoken(TlsVersion min, TlsVersion max, SslProtocols client, bool expected)
    {
        using var config = new WebConfigUnderTest(new WebConfig { Tls = authority.ServerConfig("first") with { MinVersion = min, MaxVersion = max } });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);

        Assert.That(await CanShakeHandsAsync(server, new SslClientAuthenticationOptions { EnabledSslProtocols = client }), Is.EqualTo(expected));
        Assert.That(await CanShakeHandsAsync(server, new SslClientAuthenticationOptions { EnabledSslProtocols = max == TlsVersion.Tls12 ? SslProtocols.Tls12 : SslProtocols.Tls13 }), Is.True, "it serves on");
    }

    [Test]
    public async Task Chosen_cipher_suites_are_the_only_ones_of_tls_1_2_and_leave_tls_1_3_working()
    {
        using var config = new WebConfigUnderTest(new WebConfig
        {
            Tls = authority.ServerConfig("first") with { CipherSuites = new([TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]) },
        });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);

        using var tls12 = await TlsClient.ShakeHandsAsync(server, new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls12 });
        using var tls13 = await TlsClient.ShakeHandsAsync(server, new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls13 });

        Assert.That(tls12.NegotiatedCipherSuite, Is.EqualTo(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384));
        Assert.That(tls13.SslProtocol, Is.EqualTo(SslProtocols.Tls13));
    }

    [Test]
    public async Task A_client_that_never_shakes_hands_is_dropped()
    {
        using var config = new WebConfigUnderTest(new WebConfig { Tls = authority.ServerConfig("first") });
        await using var server = await ServerUnderTest.StartAsync(o => config.Apply(o) with
        {
            Limits = o.Limits with { TlsHandshakeTimeout = TimeSpan.FromMilliseconds(300), FileCheckInterval = TimeSpan.Zero },
        });
        using var client = await server.ConnectAsync();

        await client.SendAsync("\x16");

        Assert.That(await client.ReadToEndAsync(), Is.Empty);
    }

    [Test]
    public async Task Plain_http_on_the_tls_port_is_refused_and_does_no_harm()
    {
        using var config = new WebConfigUnderTest(new WebConfig { Tls = authority.ServerConfig("first") });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);
        using (var client = await server.ConnectAsync())
        {
            await client.SendAsync("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.That(await client.ReadToEndAsync(), Does.Not.Contain("200 OK"));
        }

        Assert.That(await SubjectShownAsync(server), Is.EqualTo("CN=first"));
        Assert.That(server.Log.Lines, Has.None.StartsWith("Error:").And.None.StartsWith("Warning:"));
    }

    private static async Task<string> SubjectShownAsync(ServerUnderTest server)
    {
        using var stream = await TlsClient.ShakeHandsAsync(server, new SslClientAuthenticationOptions());
        return stream.RemoteCertificate!.Subject;
    }

    private static async Task<bool> CanShakeHandsAsync(ServerUnderTest server, SslClientAuthenticationOptions options)
    {
        try
        {
            using var stream = await TlsClient.ShakeHandsAsync(server, options);
            return stream.IsAuthenticated;
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            return false;
        }
    }
}
