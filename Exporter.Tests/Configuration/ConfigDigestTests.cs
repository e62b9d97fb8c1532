using System.Reflection;
using System.Text;
using Exporter.Configuration;
using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
using Exporter.Configuration.Web;
using Exporter.Tests.Support;

namespace Exporter.Tests.Configuration;

[TestFixture]
internal sealed class ConfigDigestTests
{
    [Test]
    public void Layout_comments_spelling_and_the_order_of_keys_do_not_matter()
    {
        const string one = """
            # a comment
            gpu: { interval: 2s, enabled: true }
            targets:
              - name: a
                url: http://LOCALHOST:80/x
                probes:
                  - { type: http, timeout: 1000ms, headers: { X-B: "2", X-A: "1" }, expect: { status: 200 } }
            """;
        const string other = """
            targets:
              - url: "http://localhost/x"   # the port is the scheme's own
                probes:
                  - headers:
                      X-A: "1"
                      X-B: "2"
                    expect: { status: [200] }
                    timeout: 1s
                    type: http
                name: a
            gpu:
              enabled: true
              interval: 2000ms
            host: {}
            """;

        Assert.That(Parse(one), Is.EqualTo(Parse(other)));
        Assert.That(ConfigDigest.Compute(Parse(one)), Is.EqualTo(ConfigDigest.Compute(Parse(other))));
    }

    [Test]
    public void It_is_sixty_four_hex_digits() => Assert.That(ConfigDigest.Compute(new ExporterConfig()), Does.Match("^[0-9a-f]{64}$"));

    /// <summary>Walks every property of every record that a configuration is made of, protocols included.</summary>
    [Test]
    public void A_change_of_any_property_changes_both_equality_and_the_digest()
    {
        var full = Full();
        var variants = ConfigVariants.Of(full).ToList();

        Assert.That(variants, Has.Count.GreaterThan(50));
        foreach (var (path, variant) in variants)
        {
            Assert.That(variant, Is.Not.EqualTo(full), path);
            Assert.That(ConfigDigest.Compute(variant), Is.Not.EqualTo(ConfigDigest.Compute(full)), path);
        }

        var digests = variants.Select(static variant => ConfigDigest.Compute(variant.Config)).ToList();
        Assert.That(digests, Is.Unique);
    }

    [Test]
    public void Every_record_of_the_configuration_is_among_the_changed_ones()
    {
        var walked = ConfigVariants.Of(Full()).Select(static variant => variant.Path[..variant.Path.LastIndexOf('.')]).ToHashSet();
        var records = typeof(ExporterConfig).Assembly.GetTypes()
            .Where(static type => (type.Namespace == typeof(ExporterConfig).Namespace || type.Namespace == typeof(ProbeConfig).Namespace) && type is { IsAbstract: false } && type.GetMethod("<Clone>$") is not null && IsOfExporterConfig(type))
            .Select(static type => type.Name);

        Assert.That(records.Except(walked.Select(static path => path[(path.LastIndexOf('/') + 1)..])), Is.Empty);
    }

    [Test]
    public void An_equal_configuration_read_twice_has_an_equal_digest()
    {
        var first = Full();
        var second = Full();

        Assert.That(second, Is.Not.SameAs(first).And.EqualTo(first));
        Assert.That(ConfigDigest.Compute(second), Is.EqualTo(ConfigDigest.Compute(first)));
    }

    private static ExporterConfig Full()
    {
        var path = Repository.PathOf("exporter.yaml.example");
        var result = ConfigFile.Read(path);
        Assert.That(result.Errors, Is.Empty);
        var config = result.Value! with { Otlp = new OtlpConfig { Endpoint = new Uri("http://127.0.0.1:4318"), HeadersFile = "/h" } };
        var secured = config.Targets[0].Probes[0] with
        {
            Authorization = new AuthorizationConfig { Credentials = new SecretReference { File = "/secret", Environment = "NAME" } },
            TokenBudgetPerHour = 1000,
            Client = new ClientConfig
            {
                Tls = new TlsClientConfig { CaFile = "/ca", CertFile = "/cert", KeyFile = "/key", ServerName = "name" },
                BasicAuth = new BasicAuthConfig { Username = "user", Password = new SecretReference { File = "/password", Environment = "PASSWORD" } },
                ProxyUrl = new Uri("http://127.0.0.1:3128"),
            },
        };
        secured = (OpenAiChatProbeConfig)secured with { Cache = new PromptCacheConfig { Mode = CacheMode.Cold, Server = ModelServer.Vllm } };
        var target = config.Targets[0] with { Probes = new ValueList<ProbeConfig>([secured, .. config.Targets[0].Probes.Skip(1)]) };
        return config with { Targets = new ValueList<TargetConfig>([target, .. config.Targets.Skip(1)]) };
    }

    private static bool IsOfExporterConfig(Type type) =>
        type.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null
        && !type.IsGenericType
        && type != typeof(ConfigError)
        && type != typeof(ExporterConfig) // Holds sections alone, and those are walked.
        && type != typeof(WebConfig)
        && type.Name is not ("TlsServerConfig" or "HttpServerConfig" or "BasicAuthUser" or "RateLimitConfig");

    private static ExporterConfig Parse(string text)
    {
        var result = ConfigFile.Parse("exporter.yaml", Encoding.UTF8.GetBytes(text));
        Assert.That(result.Errors, Is.Empty);
        return result.Value!;
    }
}
