using Exporter.Gpu;
using Exporter.Gpu.Metrics;
using Exporter.Gpu.Processes;
using Exporter.Nvml;
using Exporter.Tests.NativeNvml;
using Exporter.Tests.Support;

namespace Exporter.Tests.Nvml;

/// <summary>Which metrics a card and a driver have, from the library to the instruments; between them the scenarios have every one.</summary>
internal sealed class NvmlCoverageTests
{
    [TestCaseSource(typeof(GpuScenarios), nameof(GpuScenarios.All))]
    public void A_scenario_has_these_metrics_and_lacks_those(GpuScenario scenario)
    {
        var names = Observe(scenario);

        Assert.Multiple(() =>
        {
            Assert.That(scenario.Present.Except(names), Is.Empty, "must be there");
            Assert.That(scenario.Absent.Intersect(names), Is.Empty, "must not be there");
        });
    }

    [Test]
    public void Every_metric_of_the_catalogue_is_in_some_scenario()
    {
        var seen = GpuScenarios.All.SelectMany(Observe).ToHashSet();

        Assert.That(GpuMetricCatalog.Rows.Select(row => row.Name).Where(name => !name.Contains("xid", StringComparison.Ordinal)).Except(seen), Is.Empty);
    }

    /// <summary>Two readings a second apart, through the snapshot to the points of every row.</summary>
    private static HashSet<string> Observe(GpuScenario scenario)
    {
        using var fake = new FakeNvml(scenario.Missing);
        fake.Play(scenario.Lines);
        var clock = new ManualTimeProvider();
        using var session = new NvmlDriver(new NvmlDriverOptions { LibraryPath = fake.LibraryPath }, clock, new RecordingLogger()).Open().Session!;
        session.Readers[0].Read();
        clock.Advance(TimeSpan.FromSeconds(1));
        var result = session.Readers[0].Read();
        var view = new GpuView
        {
            Index = 0,
            Identity = result.Identity,
            Snapshot = GpuSnapshot.Of(result, new KnownOwners(NoProcessOwners.Instance), 0, TimeSpan.FromMinutes(1)),
        };
        return [.. GpuMetricCatalog.Rows.Where(row => row.Points(view).Any()).Select(row => row.Name)];
    }
}
