using System.Security.Cryptography.X509Certificates;
using Exporter.Configuration.Web;
using Exporter.Tests.Web.Support;
using Exporter.Web;

namespace Exporter.Tests.Web.Tls;

internal sealed class ClientCertificateTests
{
    private TestAuthority authority = null!;

    [SetUp]
    public void MakeAuthority() => authority = new TestAuthority();

    [TearDown]
    public void RemoveAuthority() => authority.Dispose();

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

    private async Task<bool> CanAskAsync(ServerUnderTest server, X509Certificate2? own)
    {
        using var http = TlsClient.Trusting(authority, own);
        try
        {
            return await http.GetStringAsync(new Uri(server.Server.BoundAddresses[0], "/metrics")) == CannedMetrics.Text;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
