using BenchmarkDotNet.Attributes;
using Exporter.Exposition;
using Exporter.Exposition.Negotiation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Benchmarks.Micro;

/// <summary>One scrape without the network: collect from the meters of <see cref="SampleMeters"/>, write, compress.</summary>
public class PipelineBenchmarks
{
    private readonly SampleMeters meters = new();
    private MetricsPipeline pipeline = null!;

    /// <summary>Compressed or not.</summary>
    [Params(false, true)]
    public bool Gzip { get; set; }

    [GlobalSetup]
    public void Start() => pipeline = new MetricsPipeline(
        new MetricsPipelineOptions { CardinalityLimit = SampleMeters.CardinalityLimit, SnapshotAge = TimeSpan.Zero, NativeHistograms = false },
        TimeProvider.System,
        NullLogger.Instance);

    [GlobalCleanup]
    public void Stop()
    {
        pipeline.Dispose();
        meters.Dispose();
    }

    [Benchmark(Baseline = true)]
    public Task<int> Text() => ScrapeAsync(ExpositionFormat.Text);

    [Benchmark]
    public Task<int> OpenMetrics() => ScrapeAsync(ExpositionFormat.OpenMetrics);

    [Benchmark]
    public Task<int> Protobuf() => ScrapeAsync(ExpositionFormat.Protobuf);

    private async Task<int> ScrapeAsync(ExpositionFormat format)
    {
        ScrapeResult result = await pipeline.ScrapeAsync(format, Gzip, Timeout.InfiniteTimeSpan, CancellationToken.None);
        using ExpositionBody body = result.Body ?? throw new InvalidOperationException($"The scrape failed: {result.Failure}.");
        return body.Bytes.Length;
    }
}
