using System.Diagnostics.Metrics;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Probes.Metrics;
using Exporter.Probes.Streaming;
using Exporter.Tests.Probes.Support;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Metrics;

public class GenAiHistogramsTests
{
    private static readonly ProbeResult Streamed = new()
    {
        Outcome = ProbeOutcome.Success,
        Duration = TimeSpan.FromSeconds(2),
        Phases = new ProbePhases(),
        Stream = new StreamTimings
        {
            TimeToFirstToken = TimeSpan.FromSeconds(1),
            TimeToLastToken = TimeSpan.FromSeconds(1.5),
            Chunks = 3,
            Gaps = [TimeSpan.FromSeconds(0.125), TimeSpan.FromSeconds(0.375)],
        },
        Input = new ProbeInput(3, 42),
    };

    [Test]
    public void They_are_there_only_when_asked_for()
    {
        var (readings, metrics) = Metrics(withGenAi: false, ProbeBench.Chat());
        metrics.Record(Streamed);

        Assert.That(readings.Instruments.Keys, Has.None.StartsWith("gen_ai"));
        Assert.That(readings.Recorded["probe.batch_size"], Is.EqualTo(new double[] { 3 }));
        Assert.That(readings.Recorded["probe.input.length"], Is.EqualTo(new double[] { 42 }));
    }

    [Test]
    public void They_say_what_the_conventions_want()
    {
        var (readings, metrics) = Metrics(withGenAi: true, ProbeBench.Chat());

        metrics.Record(Streamed);
        metrics.Record(Streamed with { Outcome = ProbeOutcome.Timeout, ErrorType = ProbeErrorType.TimeoutTotal, Reason = "late" });

        const string labels = "gen_ai_operation_name=chat,gen_ai_provider_name=openai,gen_ai_request_model=m";
        Assert.Multiple(() =>
        {
            Assert.That(readings.Recorded[$"gen_ai.client.operation.duration{{{labels}}}"], Is.EqualTo(new[] { 2.0 }));
            Assert.That(readings.Recorded[$"gen_ai.client.operation.duration{{{labels},error_type=timeout_total}}"], Is.EqualTo(new[] { 2.0 }));
            Assert.That(readings.Recorded[$"gen_ai.client.operation.time_to_first_chunk{{{labels}}}"], Is.EqualTo(new[] { 1.0 }));
            Assert.That(readings.Recorded[$"gen_ai.client.operation.time_per_output_chunk{{{labels}}}"], Is.EqualTo(new[] { 0.125, 0.375 }));
            Assert.That(((Histogram<double>)readings.Instruments["gen_ai.client.operation.duration"]).Advice!.HistogramBucketBoundaries, Has.Count.EqualTo(14));
            Assert.That(ProbeMetrics.CardinalityLimit(readings.Instruments["gen_ai.client.operation.duration"]), Is.LessThan(100));
        });
    }

    private static readonly TestCaseData[] Operations =
    [
        new(ProbeBench.Completion(), "text_completion openai"),
        new(ProbeBench.Embeddings(), "embeddings openai"),
        new(ProbeBench.Rerank(), "rerank openai"),
        new(ProbeBench.Tei(), "embeddings text-embeddings-inference"),
        new(ProbeBench.Tgi(), "text_completion text-generation-inference"),
        new(ProbeBench.Ollama(), "chat ollama"),
        new(ProbeBench.Ollama() with { Api = OllamaApi.Generate }, "text_completion ollama"),
        new(ProbeBench.Http(), null),
    ];

    [TestCaseSource(nameof(Operations))]
    public void Each_protocol_has_its_operation(object probe, string? operation)
    {
        var found = GenAiOperation.Of((ProbeConfig)probe);

        Assert.That(found is null ? null : $"{found.Name} {found.Provider}", Is.EqualTo(operation));
    }

    [Test]
    public void A_probe_that_is_no_such_operation_records_nothing()
    {
        var (readings, metrics) = Metrics(withGenAi: true, ProbeBench.Http());

        metrics.Record(Streamed);

        Assert.That(readings.Recorded.Keys, Has.None.StartsWith("gen_ai"));
    }

    private readonly List<IDisposable> made = [];
    private int number;

    [TearDown]
    public void Dispose()
    {
        made.ForEach(one => one.Dispose());
        made.Clear();
    }

    private (MetricReadings Readings, ProbeMetrics Metrics) Metrics(bool withGenAi, ProbeConfig probe)
    {
        var target = ProbeBench.Target(new Uri("http://127.0.0.1:1"), $"genai{withGenAi}{probe.Name}{number++}");
        var readings = new MetricReadings(target.Name);
        var metrics = new ProbeMetrics(target.Name, probe.Name, ProbeBench.Buckets, new ManualTimeProvider(), withGenAi);
        made.Add(readings);
        made.Add(metrics);
        metrics.UpdateConfig(target, probe);
        return (readings, metrics);
    }
}
