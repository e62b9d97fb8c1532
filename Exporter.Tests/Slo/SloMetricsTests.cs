using System.Diagnostics.Metrics;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Configuration.Slo;
using Exporter.Slo;

namespace Exporter.Tests.Slo;

internal sealed class SloMetricsTests
{
    [Test]
    public void Objectives_and_thresholds_are_published_as_the_configuration_says_them()
    {
        var target = new TargetConfig
        {
            Name = "llm",
            Url = new Uri("http://127.0.0.1:8000"),
            Probes = new ValueList<ProbeConfig>([new OpenAiChatProbeConfig { Name = "chat" }]),
            Slo = new SloConfig
            {
                Probe = "chat",
                Availability = 0.995,
                ErrorRate = 0.001,
                Latency = new ValueList<LatencyObjective>([new(TimeSpan.FromSeconds(3), 0.95)]),
                TimeToFirstToken = new ValueList<LatencyObjective>([new(TimeSpan.FromMilliseconds(500), 0.9)]),
            },
        };
        var without = new TargetConfig { Name = "plain", Url = new Uri("http://127.0.0.1:8001") };

        Assert.That(Read([target, without]), Is.EquivalentTo(new[]
        {
            $"modelhost_exporter.slo.info{{target=llm,digest={TargetObjectives.Of(target)!.Digest}}} 1",
            "slo.objective{target=llm,slo=availability} 0.995",
            "slo.objective{target=llm,slo=error_rate} 0.999",
            "slo.objective{target=llm,slo=latency_3s} 0.95",
            "slo.objective{target=llm,slo=ttft_0.5s} 0.9",
            "slo.threshold{target=llm,slo=latency_3s} 3",
            "slo.threshold{target=llm,slo=ttft_0.5s} 0.5",
        }));
    }

    private static List<string> Read(IReadOnlyList<TargetConfig> targets)
    {
        var seen = new List<string>();
        using var metrics = new SloMetrics(() => targets);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == SloMetrics.MeterName)
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => seen.Add(Text(instrument, value, tags)));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => seen.Add(Text(instrument, value, tags)));
        listener.Start();
        listener.RecordObservableInstruments();
        return seen;
    }

    private static string Text(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        $"{instrument.Name}{{{string.Join(',', tags.ToArray().Select(t => $"{t.Key}={t.Value}"))}}} {value}";
}
