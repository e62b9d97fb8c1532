using System.Diagnostics.Metrics;
using Exporter.Demo;
using Exporter.Gpu;
using Exporter.Gpu.Metrics;
using Exporter.Gpu.Readings;
using Exporter.Gpu.Sampling;

namespace Exporter.Tests.Gpu.Metrics;

internal sealed class GpuMetricsTests
{
    /// <summary>Name, instrument, unit and labels of every GPU metric. A change here is a change users must be told of.</summary>
    private static readonly string[] catalogue =
    [
        "hw.gpu.info ObservableGauge '' gpu,hw_id,hw_model,hw_vendor,hw_serial_number,hw_driver_version,hw_firmware_version,pci_bus_id,compute_capability,architecture",
        "hw.status ObservableUpDownCounter '1' gpu,hw_id,hw_type,hw_state",
        "hw.gpu.utilization ObservableGauge '1' gpu,hw_id,hw_gpu_task",
        "hw.gpu.busy_time ObservableCounter 's' gpu,hw_id,hw_gpu_task",
        "hw.gpu.observed_time ObservableCounter 's' gpu,hw_id,hw_gpu_task",
        "hw.gpu.memory.limit ObservableUpDownCounter 'By' gpu,hw_id|gpu,hw_id,hw_parent,gpu_instance,compute_instance",
        "hw.gpu.memory.usage ObservableUpDownCounter 'By' gpu,hw_id|gpu,hw_id,hw_parent,gpu_instance,compute_instance",
        "hw.gpu.memory.reserved ObservableUpDownCounter 'By' gpu,hw_id|gpu,hw_id,hw_parent,gpu_instance,compute_instance",
        "hw.gpu.memory.utilization ObservableGauge '1' gpu,hw_id|gpu,hw_id,hw_parent,gpu_instance,compute_instance",
        "hw.gpu.memory.unattributed ObservableUpDownCounter 'By' gpu,hw_id",
        "hw.gpu.process.memory.usage ObservableUpDownCounter 'By' gpu,hw_id,target,process",
        "hw.gpu.process.utilization ObservableGauge '1' gpu,hw_id,target,process",
        "hw.power ObservableGauge 'W' gpu,hw_id,hw_type",
        "hw.gpu.power.average ObservableGauge 'W' gpu,hw_id",
        "hw.gpu.power.limit ObservableGauge 'W' gpu,hw_id,kind",
        "hw.energy ObservableCounter 'J' gpu,hw_id,hw_type",
        "hw.temperature ObservableGauge 'Cel' gpu,hw_id,hw_type,sensor",
        "hw.temperature.limit ObservableGauge 'Cel' gpu,hw_id,hw_type,limit_type",
        "hw.gpu.temperature.margin ObservableGauge 'Cel' gpu,hw_id",
        "hw.fan.speed_ratio ObservableGauge '1' gpu,hw_id,hw_type,fan",
        "hw.gpu.clock ObservableGauge 'Hz' gpu,hw_id,domain",
        "hw.gpu.clock.limit ObservableGauge 'Hz' gpu,hw_id,domain",
        "hw.gpu.performance_state ObservableGauge '' gpu,hw_id",
        "hw.gpu.throttled ObservableGauge '' gpu,hw_id,reason",
        "hw.gpu.throttled_time ObservableCounter 's' gpu,hw_id,reason",
        "hw.gpu.sm.active ObservableGauge '1' gpu,hw_id|gpu,hw_id,hw_parent,gpu_instance,compute_instance",
        "hw.gpu.sm.occupancy ObservableGauge '1' gpu,hw_id",
        "hw.gpu.tensor.active ObservableGauge '1' gpu,hw_id",
        "hw.gpu.dram.active ObservableGauge '1' gpu,hw_id",
        "hw.gpu.fp16.active ObservableGauge '1' gpu,hw_id",
        "hw.gpu.fp32.active ObservableGauge '1' gpu,hw_id",
        "hw.gpu.fp64.active ObservableGauge '1' gpu,hw_id",
        "hw.gpu.io ObservableCounter 'By' gpu,hw_id,link,network_io_direction",
        "hw.gpu.pcie.link.generation ObservableGauge '' gpu,hw_id,state",
        "hw.gpu.pcie.link.width ObservableGauge '' gpu,hw_id,state",
        "hw.gpu.pcie.replays ObservableCounter '' gpu,hw_id",
        "hw.gpu.nvlink.links ObservableGauge '' gpu,hw_id,state",
        "hw.gpu.nvlink.errors ObservableCounter '' gpu,hw_id,error_kind",
        "hw.errors ObservableCounter '{error}' gpu,hw_id,hw_type,error_type,location",
        "hw.gpu.ecc.lifetime_errors ObservableGauge '{error}' gpu,hw_id,error_type",
        "hw.gpu.remapped_rows ObservableGauge '' gpu,hw_id,cause",
        "hw.gpu.remapped_rows.pending ObservableGauge '' gpu,hw_id",
        "hw.gpu.remapped_rows.failure ObservableGauge '' gpu,hw_id",
        "hw.gpu.retired_pages ObservableGauge '' gpu,hw_id,cause",
        "hw.gpu.retired_pages.pending ObservableGauge '' gpu,hw_id",
        "hw.gpu.recovery_action ObservableGauge '' gpu,hw_id,action",
        "hw.gpu.xid_errors ObservableCounter '' gpu,hw_id,xid,severity",
        "hw.gpu.xid.last_time ObservableGauge 's' ",
        "hw.gpu.expected ObservableGauge '' ",
        "hw.gpu.driver.upgrade_pending ObservableGauge '' ",
    ];

    [Test]
    public async Task The_catalogue_is_as_published()
    {
        await using var gpus = new GpuFixture(new FakeGpuReader(0));
        gpus.AdvanceUntil(() => gpus.Collection.Read() is [{ Reading: not null }]);
        using var metrics = new GpuMetrics(gpus.Collection);
        using var observed = new ObservedMeter(metrics.Meter);

        var labels = observed.Observe().ToLookup(series => series[..series.IndexOf('{', StringComparison.Ordinal)], LabelNames);
        var lines = observed.Instruments.Select(instrument => $"{instrument.Name} {KindOf(instrument)} '{instrument.Unit}' {string.Join("|", labels[instrument.Name].Distinct())}");

        Assert.That(lines, Is.EqualTo(catalogue));
        Assert.That(observed.Instruments, Is.All.Matches<Instrument>(instrument => instrument.Description?.EndsWith('.') == true));
    }

    [Test]
    public async Task A_reading_becomes_these_series()
    {
        await using var gpus = new GpuFixture(new FakeGpuReader(0) { Answer = _ => GpuReadResult.Read(Readings.Identity(0), Readings.Full) });
        gpus.AdvanceUntil(() => gpus.Collection.Read() is [{ Reading: not null }]);
        using var metrics = new GpuMetrics(gpus.Collection);
        using var observed = new ObservedMeter(metrics.Meter);

        Support.GoldenFile.Check(string.Concat(observed.Observe().Select(series => series + "\n")), Support.Repository.PathOf("Exporter.Tests", "Fixtures", "gpu-series.txt"));
    }

    [Test]
    public async Task What_a_card_does_not_support_has_no_series()
    {
        await using var gpus = new GpuFixture(new FakeGpuReader(0) { Answer = _ => GpuReadResult.Read(Readings.Identity(0), new GpuReading { PowerWatts = 50 }) });
        gpus.AdvanceUntil(() => gpus.Collection.Read() is [{ Reading: not null }]);
        using var metrics = new GpuMetrics(gpus.Collection);
        using var observed = new ObservedMeter(metrics.Meter);

        var names = observed.Observe().Select(series => series[..series.IndexOf('{', StringComparison.Ordinal)]).Distinct();

        Assert.That(names, Is.EqualTo(new[] { "hw.gpu.info", "hw.status", "hw.power", "hw.gpu.xid_errors", "hw.gpu.expected", "hw.gpu.driver.upgrade_pending" }));
    }

    [Test]
    public async Task A_lost_card_keeps_its_name_and_its_failed_state_and_nothing_else()
    {
        var reader = new FakeGpuReader(0);
        await using var gpus = new GpuFixture(reader);
        gpus.AdvanceUntil(() => gpus.Collection.Read() is [{ Reading: not null }]);
        using var metrics = new GpuMetrics(gpus.Collection);
        using var observed = new ObservedMeter(metrics.Meter);

        reader.Answer = _ => Readings.Lost(0);
        gpus.AdvanceUntil(() => gpus.View(0).Status == GpuStatus.Failed);

        Assert.That(WithoutXids(observed).Where(series => !series.StartsWith("hw.gpu.info{", StringComparison.Ordinal)), Is.EqualTo(new[]
        {
            """hw.status{gpu="0",hw_id="GPU-0",hw_type="gpu",hw_state="ok"} 0""",
            """hw.status{gpu="0",hw_id="GPU-0",hw_type="gpu",hw_state="degraded"} 0""",
            """hw.status{gpu="0",hw_id="GPU-0",hw_type="gpu",hw_state="failed"} 1""",
            """hw.status{gpu="0",hw_id="GPU-0",hw_type="gpu",hw_state="predicted_failure"} 0""",
            "hw.gpu.expected{} 1",
            "hw.gpu.driver.upgrade_pending{} 0",
        }));
    }

    [Test]
    public async Task A_scrape_during_a_hang_answers_at_once_and_calls_nothing()
    {
        var reader = new FakeGpuReader(0);
        await using var gpus = new GpuFixture(reader);
        gpus.AdvanceUntil(() => gpus.Collection.Read() is [{ Reading: not null }]);
        using var metrics = new GpuMetrics(gpus.Collection);
        using var observed = new ObservedMeter(metrics.Meter);

        reader.Hang();
        gpus.AdvanceUntil(() => gpus.Health("0").IsOverdue);
        var reads = reader.Reads;
        var series = WithoutXids(observed);

        Assert.That(series, Is.EqualTo(new[] { "hw.gpu.expected{} 1", "hw.gpu.driver.upgrade_pending{} 0" }));
        Assert.That(reader.Reads, Is.EqualTo(reads));
    }

    [Test]
    public async Task Every_row_of_the_catalogue_has_series_in_the_simulation_and_its_limit_holds_them()
    {
        var clock = new Support.ManualTimeProvider();
        await using var collection = new GpuCollection(new SimulatedGpuDriver(16, clock), new GpuOptions(), new(clock), clock, new Support.RecordingLoggerFactory());
        using var metrics = new GpuMetrics(collection);
        using var observed = new ObservedMeter(metrics.Meter);
        collection.Start();
        Assert.That(
            () =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(100));
                return collection.Read().Count(view => view.Reading is not null);
            },
            Is.EqualTo(16).After(20_000, 1));

        var counts = observed.Observe().CountBy(series => series[..series.IndexOf('{', StringComparison.Ordinal)]).ToDictionary();

        Assert.Multiple(() =>
        {
            Assert.That(counts.Keys, Is.EquivalentTo(observed.Instruments.Select(instrument => instrument.Name).Where(name => name != "hw.gpu.xid.last_time")));
            foreach (var instrument in observed.Instruments)
            {
                Assert.That(GpuMetrics.CardinalityLimit(instrument), Is.InRange(counts.GetValueOrDefault(instrument.Name, 1), 1999), instrument.Name);
            }
        });
    }

    /// <summary>Xid counters are there whatever becomes of the card, and have tests of their own.</summary>
    private static IReadOnlyList<string> WithoutXids(ObservedMeter observed) =>
        [.. observed.Observe().Where(series => !series.StartsWith("hw.gpu.xid_errors{", StringComparison.Ordinal))];

    private static string KindOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0];

    private static string LabelNames(string series)
    {
        var labels = series[(series.IndexOf('{', StringComparison.Ordinal) + 1)..series.LastIndexOf('}')];
        return string.Join(",", labels.Split("\",", StringSplitOptions.RemoveEmptyEntries).Select(label => label.Split('=')[0]));
    }
}
