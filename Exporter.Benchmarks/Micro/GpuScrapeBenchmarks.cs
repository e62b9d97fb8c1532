using System.Diagnostics;
using BenchmarkDotNet.Attributes;
using Exporter.Demo;
using Exporter.Exposition;
using Exporter.Exposition.Negotiation;
using Exporter.Gpu;
using Exporter.Gpu.Metrics;
using Exporter.Gpu.Sampling;
using Exporter.Scheduling;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Benchmarks.Micro;

/// <summary>One scrape of nothing but cards that have every reading: the catalogue, the SDK, the writer.</summary>
public class GpuScrapeBenchmarks
{
    private GpuCollection collection = null!;
    private GpuMetrics metrics = null!;
    private MetricsPipeline pipeline = null!;

    [Params(2, 8)]
    public int Cards { get; set; }

    [GlobalSetup]
    public void Start()
    {
        collection = new GpuCollection(new SimulatedGpuDriver(Cards, TimeProvider.System), new GpuOptions(), new CollectorHealthBoard(TimeProvider.System), TimeProvider.System, NullLoggerFactory.Instance);
        metrics = new GpuMetrics(collection);
        collection.Start();
        long started = Stopwatch.GetTimestamp();
        while (collection.Read().Count(view => view.Reading is not null) < Cards)
        {
            if (Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(10))
            {
                throw new InvalidOperationException("The cards are not read.");
            }

            Thread.Sleep(20);
        }

        pipeline = new MetricsPipeline(
            new MetricsPipelineOptions { CardinalityLimit = GpuMetrics.CardinalityLimit, SnapshotAge = TimeSpan.Zero, NativeHistograms = false },
            TimeProvider.System,
            NullLogger.Instance);
    }

    [GlobalCleanup]
    public void Stop()
    {
        pipeline.Dispose();
        metrics.Dispose();
        collection.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    [Benchmark]
    public async Task<int> Scrape()
    {
        ScrapeResult result = await pipeline.ScrapeAsync(ExpositionFormat.Text, gzip: false, Timeout.InfiniteTimeSpan, CancellationToken.None);
        using ExpositionBody body = result.Body ?? throw new InvalidOperationException($"The scrape failed: {result.Failure}.");
        return body.Bytes.Length;
    }
}
