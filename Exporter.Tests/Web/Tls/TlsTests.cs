using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Exporter.Configuration;
using Exporter.Tests.Web.Support;
using Exporter.Web;

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
        using var http = Trusting(authority);

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
        using var http = Trusting(authority);
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
        using var http = Trusting(authority);
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

        using var tls12 = await ShakeHandsAsync(server, new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls12 });
        using var tls13 = await ShakeHandsAsync(server, new SslClientAuthenticationOptions { EnabledSslProtocols = SslProtocols.Tls13 });

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

    [Test]
    public async Task Without_client_authentication_a_shown_certificate_does_not_matter()
    {
        using var config = new WebConfigUnderTest(new WebConfig { Tls = authority.ServerConfig("first") });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);
        using var certificate = authority.IssueClient("prometheus");

        Assert.That(await CanAskAsync(server, certificate), Is.True);
    }

    [TestCase(ClientAuthType.RequestClientCert, "none", true)]
    [TestCase(ClientAuthType.RequestClientCert, "stranger", true)]
    [TestCase(ClientAuthType.RequireAnyClientCert, "none", false)]
    [TestCase(ClientAuthType.RequireAnyClientCert, "stranger", true)]
    [TestCase(ClientAuthType.VerifyClientCertIfGiven, "none", true)]
    [TestCase(ClientAuthType.VerifyClientCertIfGiven, "own", true)]
    [TestCase(ClientAuthType.VerifyClientCertIfGiven, "stranger", false)]
    [TestCase(ClientAuthType.RequireAndVerifyClientCert, "none", false)]
    [TestCase(ClientAuthType.RequireAndVerifyClientCert, "own", true)]
    [TestCase(ClientAuthType.RequireAndVerifyClientCert, "stranger", false)]
    [TestCase(ClientAuthType.RequireAndVerifyClientCert, "expired", false)]
    [TestCase(ClientAuthType.RequireAndVerifyClientCert, "server", false)]
    [TestCase(ClientAuthType.RequireAndVerifyClientCert, "self-signed", false)]
    public async Task A_client_gets_in_as_its_certificate_says(ClientAuthType type, string shown, bool expected)
    {
        using var config = new WebConfigUnderTest(new WebConfig { Tls = authority.ServerConfig("first") with { ClientAuth = type, ClientCaFile = authority.CaFile } });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);
        using var other = new TestAuthority("Test CA");
        using var certificate = shown switch
        {
            "none" => null,
            "own" => authority.IssueClient("prometheus"),
            "expired" => authority.IssueClient("prometheus", DateTimeOffset.UtcNow.AddHours(-1)),
            "server" => authority.Issue("prometheus", "1.3.6.1.5.5.7.3.1"),
            "self-signed" => other.Certificate,
            _ => other.IssueClient("prometheus"),
        };

        Assert.That(await CanAskAsync(server, certificate), Is.EqualTo(expected));
    }

    [TestCase("prometheus.example.org", true)]
    [TestCase("prometheus@example.org", true)]
    [TestCase("127.0.0.1", true)]
    [TestCase("spiffe://example.org/prometheus", true)]
    [TestCase("prometheus", false, Description = "The common name is no alternative name.")]
    [TestCase("grafana.example.org", false)]
    [TestCase("*.example.org", false)]
    public async Task Where_names_are_listed_the_certificate_must_carry_one(string allowed, bool expected)
    {
        using var config = new WebConfigUnderTest(new WebConfig
        {
            Tls = authority.ServerConfig("first") with
            {
                ClientAuth = ClientAuthType.RequireAndVerifyClientCert,
                ClientCaFile = authority.CaFile,
                ClientAllowedSans = new(["nobody.example.org", allowed]),
            },
        });
        await using var server = await ServerUnderTest.StartAsync(config.Apply);
        using var certificate = authority.IssueClient("prometheus");

        Assert.That(await CanAskAsync(server, certificate), Is.EqualTo(expected));
    }

    private static IEnumerable<TestCaseData> Contradictions()
    {
        yield return new TestCaseData((TlsServerConfig c, string ca) => c with { ClientAuth = ClientAuthType.RequireAndVerifyClientCert }, "needs a client_ca_file");
        yield return new TestCaseData((TlsServerConfig c, string ca) => c with { ClientCaFile = ca }, "needs a client_auth_type");
        yield return new TestCaseData((TlsServerConfig c, string ca) => c with { ClientAllowedSans = new(["a"]) }, "needs a client_auth_type that verifies");
        yield return new TestCaseData((TlsServerConfig c, string ca) => c with { MinVersion = TlsVersion.Tls13, MaxVersion = TlsVersion.Tls12 }, "above max_version");
        yield return new TestCaseData((TlsServerConfig c, string ca) => c with { ClientAuth = ClientAuthType.RequireAndVerifyClientCert, ClientCaFile = c.KeyFile }, "at least one certificate");
        yield return new TestCaseData((TlsServerConfig c, string ca) => c with { KeyFile = ca }, "unencrypted private key");
        yield return new TestCaseData((TlsServerConfig c, string ca) => c with { CertFile = "/no/such/file" }, "/no/such/file");
    }

    [TestCaseSource(nameof(Contradictions))]
    public void Settings_that_contradict_each_other_are_an_error_at_the_start(Func<TlsServerConfig, string, TlsServerConfig> change, string reason)
    {
        using var config = new WebConfigUnderTest(new WebConfig { Tls = change(authority.ServerConfig("first"), authority.CaFile) });

        Assert.That(
            async () => await ServerUnderTest.StartAsync(config.Apply),
            Throws.TypeOf<WebStartException>().With.Message.Contains(reason).And.Message.Contains("web.yml"));
    }

    private static HttpClient Trusting(TestAuthority authority, X509Certificate2? own = null)
    {
        var handler = new SocketsHttpHandler { UseProxy = false };
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(authority.Certificate);
        handler.SslOptions.CertificateChainPolicy = policy;
        if (own is not null)
        {
            // Sent whatever authorities the server names: it is the server's refusal that is tested.
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => own;
        }

        return new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(20) };
    }

    private async Task<bool> CanAskAsync(ServerUnderTest server, X509Certificate2? own)
    {
        using var http = Trusting(authority, own);
        try
        {
            return await http.GetStringAsync(new Uri(server.Server.BoundAddresses[0], "/metrics")) == CannedMetrics.Text;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<string> SubjectShownAsync(ServerUnderTest server)
    {
        using var stream = await ShakeHandsAsync(server, new SslClientAuthenticationOptions());
        return stream.RemoteCertificate!.Subject;
    }

    private static async Task<bool> CanShakeHandsAsync(ServerUnderTest server, SslClientAuthenticationOptions options)
    {
        try
        {
            using var stream = await ShakeHandsAsync(server, options);
            return stream.IsAuthenticated;
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            return false;
        }
    }

    private static async Task<SslStream> ShakeHandsAsync(ServerUnderTest server, SslClientAuthenticationOptions options)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.EndPoint);
        var stream = new SslStream(client.GetStream(), leaveInnerStreamOpen: false);
        options.TargetHost = "127.0.0.1";
#pragma warning disable CA5359 // What the server shows is what is looked at, not whether it is trusted.
        options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        try
        {
            using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            await stream.AuthenticateAsClientAsync(options, bound.Token);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }
}
