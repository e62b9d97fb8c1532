using System.Text;
using Exporter.Configuration;
using Exporter.Slo;

namespace Exporter.Tests.Configuration.Slo;

internal sealed class SloPresetTests
{
    [TestCase("llm", "availability 0.995, error_rate 0.999, latency_3s 0.95, latency_5s 0.99, ttft_1s 0.95")]
    [TestCase("reranker", "availability 0.995, error_rate 0.999, latency_1s 0.95, latency_3s 0.99")]
    [TestCase("nlu", "availability 0.995, error_rate 0.95, latency_3s 0.95")]
    public void A_preset_promises_what_is_usual(string preset, string expected) => Assert.That(Objectives($"preset: {preset}"), Is.EqualTo(expected));

    [TestCase("preset: llm, availability: 99%", "availability 0.99, error_rate 0.999, latency_3s 0.95, latency_5s 0.99, ttft_1s 0.95")]
    [TestCase("preset: llm, availability: null, error_rate: null", "latency_3s 0.95, latency_5s 0.99, ttft_1s 0.95")]
    [TestCase("preset: llm, latency: [ { within: 2s, ratio: 90% } ], time_to_first_token: []", "availability 0.995, error_rate 0.999, latency_2s 0.9")]
    public void What_the_file_says_beside_it_wins(string slo, string expected) => Assert.That(Objectives(slo), Is.EqualTo(expected));

    [Test]
    public void A_probe_without_a_first_token_is_promised_none() =>
        Assert.That(Objectives("preset: llm", "{ type: http }"), Is.EqualTo("availability 0.995, error_rate 0.999, latency_3s 0.95, latency_5s 0.99"));

    [Test]
    public void A_probe_that_knows_the_classes_is_promised_accuracy() =>
        Assert.That(Objectives("preset: nlu", "{ type: http, quality: { cases: [ { input: x, label: good } ] } }"), Is.EqualTo("availability 0.995, error_rate 0.95, latency_3s 0.95, accuracy 0.9"));

    private static string Objectives(string slo, string probe = "{ type: openai-chat }")
    {
        var result = ConfigFile.Parse("test.yaml", Encoding.UTF8.GetBytes($$"""
            targets:
              - name: t
                url: http://127.0.0.1:8000
                model: m
                probes: [ {{probe}} ]
                slo: { {{slo}} }
            """));
        Assert.That(result.Errors, Is.Empty);
        return string.Join(", ", Objective.Of(result.Value!.Targets[0].Slo!).Select(static o => FormattableString.Invariant($"{o.Name} {o.Ratio}")));
    }
}
