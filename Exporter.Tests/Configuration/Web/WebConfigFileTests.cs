using System.Net.Security;
using System.Text;
using Exporter.Configuration;
using Exporter.Configuration.Client;
using Exporter.Configuration.Web;
using Exporter.Tests.Support;

namespace Exporter.Tests.Configuration.Web;

[TestFixture]
internal sealed class WebConfigFileTests
{
    private static readonly string Bad = Repository.PathOf("Exporter.Tests", "Fixtures", "WebConfig", "bad");
    private static readonly string Good = Repository.PathOf("Exporter.Tests", "Fixtures", "WebConfig", "good");

    private static IEnumerable<TestCaseData> Names() => Directory.EnumerateFiles(Bad, "*.yml")
        .Select(Path.GetFileNameWithoutExtension)
        .Order(StringComparer.Ordinal)
        .Select(static name => new TestCaseData(name).SetArgDisplayNames(name!));

    [TestCaseSource(nameof(Names))]
    public void A_bad_file_is_refused_with_exactly_this_report(string name)
    {
        var result = WebConfigFile.Parse(name + ".yml", File.ReadAllBytes(Path.Combine(Bad, name + ".yml")), Bad);
        var report = ConfigReport.Format(result.Errors);

        Assert.That(result.Value, Is.Null);
        Assert.That(report, Does.Not.Contain("hunter2").And.Not.Contain("$2y$10"));
        GoldenFile.Check(report, Path.Combine(Bad, name + ".expected.txt"));
    }

    [Test]
    public void The_whole_schema_is_read_into_records()
    {
        const string hash = "N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

        var result = WebConfigFile.Read(Path.Combine(Good, "everything.yml"));

        Assert.That(result.Errors, Is.Empty);
        Assert.That(result.Value, Is.EqualTo(new WebConfig
        {
            Tls = new TlsServerConfig
            {
                CertFile = Path.Combine(Good, "server.pem"),
                KeyFile = Path.Combine(Good, "server-key.pem"),
                ClientAuth = ClientAuthType.RequireAndVerifyClientCert,
                ClientCaFile = Path.Combine(Good, "clients.pem"),
                ClientAllowedSans = new ValueList<string>(["prometheus.example", "10.0.0.7"]),
                CipherSuites = new ValueList<TlsCipherSuite>(
                    [TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256]),
            },
            HttpServer = new HttpServerConfig
            {
                Http2 = false,
                Headers = new ValueList<HeaderConfig>(
                [
                    new("Content-Security-Policy", "default-src 'self'"),
                    new("Strict-Transport-Security", "max-age=31536000"),
                    new("X-Content-Type-Options", "nosniff"),
                    new("X-Frame-Options", "deny"),
                ]),
            },
            BasicAuthUsers = new ValueList<BasicAuthUser>([new("admin", "$2y$10$" + hash), new("prometheus", "$2b$10$" + hash)]),
            RateLimit = new RateLimitConfig(TimeSpan.FromMilliseconds(100), 20),
            BearerTokensFile = Path.Combine(Good, "tokens.txt"),
        }));
    }

    [Test]
    public void What_cannot_be_honoured_is_a_warning_with_its_place()
    {
        var result = WebConfigFile.Parse("web.yml", File.ReadAllBytes(Path.Combine(Good, "everything.yml")), Good);

        Assert.That(ConfigReport.Lines(result.Warnings), Is.EqualTo("""
            web.yml:12:32 tls_server_config.prefer_server_cipher_suites: has no effect: the server's order is always preferred
            web.yml:13:24 tls_server_config.curve_preferences[0]: curve_preferences has no effect: the system's TLS library chooses the curves

            """));
    }

    [TestCase("")]
    [TestCase("# nothing\n")]
    [TestCase("{}")]
    [TestCase("basic_auth_users: {}\nhttp_server_config: { headers: { X-Frame-Options: '' } }\n")]
    [TestCase("rate_limit: { interval: 0 }\n")]
    [TestCase("rate_limit: { interval: 0s, burst: 5 }\n")]
    public void A_file_that_asks_for_nothing_is_plain_http(string text)
    {
        var result = WebConfigFile.Parse("web.yml", Encoding.UTF8.GetBytes(text), Good);

        Assert.That(result.Errors, Is.Empty);
        Assert.That(result.Value, Is.EqualTo(new WebConfig()));
    }

    [Test]
    public void A_missing_file_is_a_mistake_without_a_place() =>
        Assert.That(ConfigReport.Format(WebConfigFile.Read("/no/such/web.yml").Errors), Is.EqualTo("/no/such/web.yml: cannot be read: no such file\n1 error; nothing was started.\n"));
}
