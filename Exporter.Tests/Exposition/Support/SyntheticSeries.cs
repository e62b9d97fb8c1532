using System.Diagnostics.Metrics;

namespace Exporter.Tests.Exposition.Support;

/// <summary>As many series as wanted, with the labels and numbers of a host with GPUs.</summary>
internal static class SyntheticSeries
{
    private const int PerInstrument = 10;

    public static void Make(Meter meter, int count)
    {
        for (var i = 0; i < count / PerInstrument; i++)
        {
            var readings = Enumerable.Range(0, PerInstrument).Select(gpu => new Measurement<double>(
                (gpu + 1) * 31.415 + i,
                new("gpu", $"{gpu}"),
                new("hw_id", $"GPU-6a9c1f7e-8a5b-4d0c-9e2f-1b3c5d7e9f{gpu:00}"),
                new("hw_type", "gpu"),
                new("reason", i % 2 == 0 ? "sw_power_cap" : "hw_thermal_slowdown"))).ToArray();
            meter.CreateObservableGauge($"hw.synthetic.reading{i:000}", () => readings, "W", "A reading made up to have something to scrape.");
        }
    }
}
