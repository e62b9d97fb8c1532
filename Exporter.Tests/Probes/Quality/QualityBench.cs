using System.Text;
using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes;
using Exporter.Probes.Metrics;
using Exporter.Probes.Quality;
using Exporter.Tests.Probes.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Tests.Probes.Quality;

/// <summary>The job of a probe with cases, from its YAML on, against a real address; runs when told to.</summary>
internal sealed class QualityBench : IAsyncDisposable
{
    private static int last;
    private readonly ProbeMetrics metrics;
    private readonly ProbeJob job;
    private readonly MetricReadings readings;

    /// <param name="probe">The probe's keys as a YAML flow map, without its braces.</param>
    public QualityBench(Uri url, string probe)
    {
        var name = $"q{Interlocked.Increment(ref last)}";
        var text = $"targets: [{{ name: {name}, url: '{url}', model: demo-model, probes: [{{ {probe.ReplaceLineEndings(" ")} }}] }}]";
        var read = ConfigFile.Parse("exporter.yaml", Encoding.UTF8.GetBytes(text));
        Assert.That(read.Errors, Is.Empty);
        Target = read.Value!.Targets[0];
        readings = new MetricReadings(name);
        metrics = new ProbeMetrics(name, Probe.Name, ProbeBench.Buckets, TimeProvider.System, shape: QualityShape.Of(Probe));
        metrics.UpdateConfig(Target, Probe);
        job = new ProbeJob(Target, Probe, ProbeFactory.Create(Target, Probe), metrics, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public TargetConfig Target { get; }

    public ProbeConfig Probe => Target.Probes[0];

    public IReadOnlyDictionary<string, double[]> Recorded => readings.Recorded;

    /// <summary>The quality counters that are not 0, as <c>name{labels}=count</c> without their common prefix.</summary>
    public IEnumerable<string> Counts => Observed.Where(static pair => pair.Value > 0).Select(static pair => $"{pair.Key}={pair.Value}");

    /// <summary>All series of quality counters, 0 or not.</summary>
    public IReadOnlyDictionary<string, double> Observed => readings.Observe()
        .Where(static pair => pair.Key.StartsWith("probe.quality.", StringComparison.Ordinal) && !pair.Key.Contains("dataset", StringComparison.Ordinal))
        .ToDictionary(static pair => pair.Key["probe.quality.".Length..], static pair => pair.Value);

    public string Dataset => readings.Observe().Keys.Single(static key => key.StartsWith("probe.quality.dataset.info", StringComparison.Ordinal));

    public async Task<IReadOnlyList<string>> RunAsync(int times = 1)
    {
        var verdicts = new List<string>();
        for (var i = 0; i < times; i++)
        {
            var result = await job.RunOnceAsync(CancellationToken.None);
            verdicts.Add($"{ProbeBench.Verdict(result)}{(result.Reason is null ? "" : $": {result.Reason}")}");
        }

        return verdicts;
    }

    public async ValueTask DisposeAsync()
    {
        await job.DisposeAsync();
        metrics.Dispose();
        readings.Dispose();
    }
}
