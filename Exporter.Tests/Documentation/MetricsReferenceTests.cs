using System.Diagnostics.Metrics;
using System.Text;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Demo;
using Exporter.Exposition;
using Exporter.Exposition.Collection;
using Exporter.Gpu;
using Exporter.Gpu.Metrics;
using Exporter.Gpu.Sampling;
using Exporter.Host;
using Exporter.Hosting;
using Exporter.Probes.Metrics;
using Exporter.Probes.Quality;
using Exporter.Scheduling;
using Exporter.Slo;
using Exporter.Tests.Support;
using Exporter.Traffic.Energy;
using Exporter.Traffic.Logs;
using Exporter.Traffic.Processes;
using Exporter.Traffic.ServerMetrics;
using Exporter.Traffic.Sockets;
using Exporter.Traffic.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Tests.Documentation;

/// <summary>docs/metrics.md is written from the instruments: a renamed metric, a changed unit or type is a visible difference.</summary>
internal sealed class MetricsReferenceTests
{
    private static readonly string File = Repository.PathOf("docs", "metrics.md");

    [Test]
    public void The_reference_lists_every_instrument_as_it_is()
    {
        var actual = Render(Instruments());
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            System.IO.File.WriteAllText(File, actual);
        }

        Assert.That(actual, Is.EqualTo(System.IO.File.ReadAllText(File)), "Run with UPDATE_GOLDEN=1 and read the difference: a renamed metric is a breaking change.");
    }

    [Test]
    public void Every_instrument_says_how_many_series_it_may_have_and_what_it_means()
    {
        var limit = PipelineSetup.Options(new ExporterConfig()).CardinalityLimit;
        foreach (var instrument in Instruments())
        {
            Assert.That(limit(instrument), Is.GreaterThan(0), instrument.Name);
            Assert.That(instrument.Description, Is.Not.Null.And.Not.Empty, instrument.Name);
        }
    }

    /// <summary>With a case of every kind, so that every instrument is there.</summary>
    private static OpenAiChatProbeConfig Asking => new()
    {
        Name = "probe",
        Quality = new QualityConfig { Cases = new([new QualityCaseConfig { Label = "a", Ranking = new([0, 1]) }]), HighScore = 1, TrackOutput = true },
    };

    private static List<Instrument> Instruments()
    {
        var time = new ManualTimeProvider();
        var board = new CollectorHealthBoard(time);
        var published = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name.StartsWith("modelhost_exporter.", StringComparison.Ordinal))
                {
                    published.Add(instrument);
                }
            },
        };
        var state = new ReloadState(true, time.GetUtcNow(), "");
        using var gpu = new GpuMetrics(new GpuCollection(new SimulatedGpuDriver(1, time), new GpuOptions(), board, time, NullLoggerFactory.Instance));
        using var host = new HostMetrics(new HostCollection(new HostOptions(), board, time, NullLogger.Instance));
        using var probe = new ProbeMetrics("target", "probe", new ProbeBuckets([1], [1], [1]), time, withGenAi: true, shape: QualityShape.Of(Asking));
        using var processes = new TargetProcessMetrics(new TargetProcesses(board, time, NullLogger.Instance));
        using var sockets = new SocketMetrics(new SocketCollection(_ => null, board, time, NullLogger.Instance));
        using var servers = new ServerMetricsMetrics(new ServerMetricsCollection(_ => throw new NotSupportedException(), time, NullLogger.Instance));
        using var states = new StateMetrics(new StateCollection(_ => new TargetEvidence(), time, NullLogger.Instance));
        using var energy = new EnergyMetrics(new EnergyCollection(() => [], time, NullLogger.Instance));
        using var logs = new AccessLogMetrics("target", [1]);
        using var slo = new SloMetrics(() => []);
        using var self = new SelfMetrics(board, () => state, () => new SelfProcess());
        using var scrape = new ScrapeMetrics();
        probe.UpdateConfig(
            new TargetConfig { Name = "target", Url = new Uri("http://127.0.0.1:1") },
            new OpenAiChatProbeConfig { Name = "probe" });
        listener.Start();
        return [.. published.DistinctBy(i => i.Name)];
    }

    private static string Render(IReadOnlyList<Instrument> instruments)
    {
        var page = new StringBuilder("""
            # Metrics

            Every family that the daemon can publish. Written from the instruments by a test; do not edit by hand.
            Relayed and runtime families (`exposition: { runtime_metrics: true }`) are not listed; `gen_ai_*` takes
            `exposition: { genai_metrics: true }`. How times, tokens and verdicts are defined: [definitions.md](definitions.md).

            | Prometheus family | type | OpenTelemetry name | unit | labels | meaning |
            |---|---|---|---|---|---|

            """);
        foreach (var row in instruments.Select(Row).Order(StringComparer.Ordinal))
        {
            page.Append(row).Append('\n');
        }

        page.Append("""

            ## Closed sets

            Labels whose values are known beforehand. A counter exists from the start, at 0, with every value that can come up.

            | label | of | values |
            |---|---|---|

            """);
        foreach (var row in ClosedSets(instruments))
        {
            page.Append(row).Append('\n');
        }

        return page.ToString();
    }

    private static string Row(Instrument instrument)
    {
        var type = TypeOf(instrument);
        var description = instrument.Description!.Replace("|", "\\|", StringComparison.Ordinal);
        var labels = LabelsOf(instrument).Keys.Order(StringComparer.Ordinal).Select(l => $"`{l}`");
        return $"| `{FamilyOf(instrument)}` | {type} | `{instrument.Name}` | {(string.IsNullOrEmpty(instrument.Unit) ? "" : $"`{instrument.Unit}`")} | {string.Join(' ', labels)} | {description} |";
    }

    /// <summary>Families whose label has the same values share a row.</summary>
    private static IEnumerable<string> ClosedSets(IEnumerable<Instrument> instruments) =>
        from instrument in instruments
        from label in LabelsOf(instrument)
        where !label.Value.Contains(PublishedSeries.Any)
        group FamilyOf(instrument) by (Label: label.Key, Values: string.Join(' ', label.Value.Order(StringComparer.Ordinal).Select(v => $"`{v}`"))) into set
        orderby set.Key.Label, set.Key.Values
        select $"| `{set.Key.Label}` | {string.Join(' ', set.Order(StringComparer.Ordinal).Select(f => $"`{f}`"))} | {set.Key.Values} |";

    private static Dictionary<string, HashSet<string>> LabelsOf(Instrument instrument)
    {
        var metric = FamilyOf(instrument) + (TypeOf(instrument) == "histogram" ? "_count" : "");
        Assert.That(PublishedSeries.All.Has(metric), Is.True, $"{metric} is in no golden exposition: name it and its labels in PublishedSeries");
        return PublishedSeries.All.LabelsOf(metric).ToDictionary(l => l.Key, l => l.Value, StringComparer.Ordinal);
    }

    private static string FamilyOf(Instrument instrument)
    {
        var type = TypeOf(instrument);
        var baseName = MetricName.Base(instrument.Name, MetricName.UnitWord(instrument.Unit, type == "gauge" && !IsUpDown(instrument)), type == "counter");
        return MetricName.Sample(baseName, type == "counter");
    }

    private static string TypeOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" or "ObservableCounter" => "counter",
        "Histogram" => "histogram",
        "ObservableGauge" or "ObservableUpDownCounter" or "UpDownCounter" => "gauge",
        var other => throw new InvalidOperationException($"{instrument.Name} is a {other}, which the contract does not use."),
    };

    private static bool IsUpDown(Instrument instrument) => instrument.GetType().Name.Contains("UpDown", StringComparison.Ordinal);
}
