using System.Diagnostics.Metrics;

namespace Exporter.Benchmarks.Micro;

/// <summary>About a thousand series in the mix a host has: 500 gauges and 200 counters with four labels, and 13 histograms of 20 boundaries.</summary>
internal sealed class SampleMeters : IDisposable
{
    public const string Name = "modelhost_exporter.benchmark";
    private const int Histograms = 13;
    private static readonly double[] Boundaries =
        [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 7.5, 10, 15, 30, 60, 120];

    private static readonly string[] Places = [.. Enumerable.Range(0, 64).Select(i => $"place-{i}")];

    private readonly List<Meter> meters = [];
    private readonly long started = Environment.TickCount64;

    public SampleMeters()
    {
        var state = new Meter(Name);
        meters.Add(state);
        for (int i = 0; i < 10; i++)
        {
            state.CreateObservableGauge($"benchmark.gauge{i}", () => Observe(50), "W", "A value that a card reports.");
            state.CreateObservableCounter($"benchmark.counter{i}", () => Observe(20), "J", "A counter that a card keeps.");
        }

        var random = new Random(1);
        for (int i = 0; i < Histograms; i++)
        {
            var meter = new Meter(new MeterOptions(Name + ".probe") { Tags = [new("target", $"server-{i}"), new("probe", "chat")] });
            meters.Add(meter);
            Histogram<double> histogram = meter.CreateHistogram(
                "benchmark.duration", "s", "How long answers took.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Boundaries });
            for (int k = 0; k < 200; k++)
            {
                histogram.Record(random.NextDouble() * 20);
            }
        }
    }

    public static int CardinalityLimit(Instrument instrument) => instrument.Name.Contains("duration", StringComparison.Ordinal) ? 1 : 64;

    public void Dispose() => meters.ForEach(meter => meter.Dispose());

    private IEnumerable<Measurement<double>> Observe(int series)
    {
        double seconds = (Environment.TickCount64 - started) / 1000.0;
        for (int i = 0; i < series; i++)
        {
            yield return new Measurement<double>(
                (seconds * 1.37) + i,
                new("gpu", "0"), new("hw_id", "GPU-5d3f5e2c-0000-4000-8000-000000000000"), new("hw_type", "gpu"), new("place", Places[i]));
        }
    }
}
