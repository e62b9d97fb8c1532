using Exporter.Configuration;
using Exporter.Configuration.Client;
using Exporter.Configuration.Probes;
using Exporter.Tests.Support;

namespace Exporter.Tests.Configuration;

/// <summary>The example file with what it leaves off: every section and every type of probe is there.</summary>
internal static class FullConfig
{
    private static readonly AuthorizationConfig Authorization = new() { Credentials = new SecretReference { File = "/secret", Environment = "NAME" } };
    private static readonly BasicAuthConfig BasicAuth = new() { Username = "user", Password = new SecretReference { File = "/password", Environment = "PASSWORD" } };
    private static readonly TlsClientConfig Tls = new() { CaFile = "/ca", CertFile = "/cert", KeyFile = "/key", ServerName = "name" };

    public static ExporterConfig Read()
    {
        Machine.NeedsTimeZone();
        var result = ConfigFile.Read(Repository.PathOf("exporter.yaml.example"));
        Assert.That(result.Errors, Is.Empty);
        var config = result.Value! with { Otlp = new OtlpConfig { Endpoint = new Uri("http://127.0.0.1:4318"), HeadersFile = "/h" } };
        var first = config.Targets[0];
        var target = first with
        {
            Probes = new ValueList<ProbeConfig>([Secured((OpenAiChatProbeConfig)first.Probes[0]), .. first.Probes.Skip(1)]),
            Relay = first.Relay! with { Authorization = Authorization, BasicAuth = BasicAuth, Tls = Tls },
        };
        return config with { Targets = new ValueList<TargetConfig>([target, .. config.Targets.Skip(1)]) };
    }

    private static OpenAiChatProbeConfig Secured(OpenAiChatProbeConfig probe) => probe with
    {
        Authorization = Authorization,
        TokenBudgetPerHour = 1000,
        Client = new ClientConfig { Tls = Tls, BasicAuth = BasicAuth, ProxyUrl = new Uri("http://127.0.0.1:3128") },
        Cache = new PromptCacheConfig { Mode = CacheMode.Cold, Server = ModelServer.Vllm },
    };
}
