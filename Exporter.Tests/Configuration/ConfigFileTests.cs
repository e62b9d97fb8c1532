using System.Text;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Configuration.Slo;

namespace Exporter.Tests.Configuration;

[TestFixture]
internal sealed class ConfigFileTests
{
    private const string Design = """
        listen: { address: 127.0.0.1:9860, path: /metrics }
        gpu:    { enabled: auto, interval: 1s, library: null }
        host:   { enabled: true, interval: 5s }
        targets:
          - name: qwen3-4b                     # label target
            url: http://127.0.0.1:8000
            model: Qwen/Qwen3-4B-Instruct-2507
            probes:
              - name: chat                     # label probe
                type: openai-chat
                interval: 15s
                timeout: 10s
                request: { prompt: "Name three primary colours.", max_tokens: 16 }
                expect: { contains: [red] }
            slo:
              probe: chat                      # whose answers count; needed where a target has several
              availability: 99.5%
              error_rate: 0.1%
              latency: [ { within: 3s, ratio: 95% }, { within: 5s, ratio: 99% } ]
              time_to_first_token: [ { within: 1s, ratio: 95% } ]
        """;

    [Test]
    public void The_example_of_the_design_is_read_into_records()
    {
        var config = Good(Design);

        var chat = new OpenAiChatProbeConfig
        {
            Name = "chat",
            Request = new ChatRequestConfig { Prompt = "Name three primary colours.", MaxTokens = 16 },
            Expect = new TextExpectConfig { Contains = new ValueList<string>(["red"]) },
        };
        var target = new TargetConfig
        {
            Name = "qwen3-4b",
            Url = new Uri("http://127.0.0.1:8000"),
            Model = "Qwen/Qwen3-4B-Instruct-2507",
            Probes = new ValueList<ProbeConfig>([chat]),
            Slo = new SloConfig
            {
                Probe = "chat",
                Availability = 0.995,
                ErrorRate = 0.001,
                Latency = new ValueList<LatencyObjective>([new(TimeSpan.FromSeconds(3), 0.95), new(TimeSpan.FromSeconds(5), 0.99)]),
                TimeToFirstToken = new ValueList<LatencyObjective>([new(TimeSpan.FromSeconds(1), 0.95)]),
            },
        };
        Assert.That(config, Is.EqualTo(new ExporterConfig { Targets = new ValueList<TargetConfig>([target]) }));
    }

    [TestCase("")]
    [TestCase("\n\n")]
    [TestCase("# nothing but a comment\n")]
    [TestCase("---\n")]
    [TestCase("---\n...\n")]
    [TestCase("\uFEFF")]
    [TestCase("{}")]
    public void A_file_that_says_nothing_means_every_default(string text) => Assert.That(Good(text), Is.EqualTo(new ExporterConfig()));

    [Test]
    public void Every_mistake_is_found_in_one_run_in_the_order_of_the_file()
    {
        const string text = """
            gpu:
              intervall: 1s
              enabled: maybe
            host: [ ]
            targets:
              - url: ftp://x
                probes:
                  - { type: http, interval: 15s, timeout: 30s }
            """;

        var errors = Bad(text);

        Assert.That(ConfigReport.Format(errors), Is.EqualTo("""
            exporter.yaml:2:3  gpu.intervall: unknown key (did you mean 'interval'?)
            exporter.yaml:3:12 gpu.enabled: unknown value 'maybe'; allowed: auto, true, false
            exporter.yaml:4:7  host: must be a map (key: value), but is a list
            exporter.yaml:6:5  targets[0].name: missing
            exporter.yaml:6:10 targets[0].url: 'ftp://x' must begin with http:// or https://
            exporter.yaml:8:47 targets[0].probes[0].timeout: 30s must be shorter than the interval 15s
            6 errors; nothing was started.

            """));
    }

    private static ExporterConfig Good(string text)
    {
        var result = ConfigFile.Parse("exporter.yaml", Encoding.UTF8.GetBytes(text));
        Assert.That(result.Errors, Is.Empty);
        return result.Value!;
    }

    private static IReadOnlyList<ConfigError> Bad(string text)
    {
        var result = ConfigFile.Parse("exporter.yaml", Encoding.UTF8.GetBytes(text));
        Assert.That(result.Value, Is.Null);
        return result.Errors;
    }
}
