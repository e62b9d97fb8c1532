using System.Diagnostics.Metrics;
using Exporter.Host;

namespace Exporter.Tests.Host;

[TestFixture]
internal sealed class HostMetricsTests
{
    [Test]
    public async Task The_limit_of_every_instrument_holds_the_largest_machine()
    {
        var limits = new Dictionary<string, int>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == HostMetrics.MeterName)
            {
                limits[instrument.Name] = HostMetrics.CardinalityLimit(instrument);
            }
        };
        listener.Start();
        await using var host = new HostFixture(HostFixture.ProcOf("epyc256-6.6"));
        await host.ReadFirstAsync();
        var series = HostMeasurements.Collect(host.Collection).CountBy(line => line[..line.IndexOf(' ', StringComparison.Ordinal)]).ToArray();
        Assert.That(series, Is.Not.Empty);
        Assert.That(series.Where(one => one.Value > limits[one.Key]), Is.Empty);
        Assert.That(series.Single(one => one.Key == "system.network.io").Value, Is.EqualTo(2 * 9), "eight ib, one bond; no container interface");
    }

    [Test]
    public async Task More_devices_than_the_limit_are_cut_and_told_once()
    {
        using var proc = new TemporaryProc("epyc256-6.6");
        proc.Write("net/dev", string.Concat(Enumerable.Range(0, 100).Select(number => $"eth{number}: 1 0 0 0 0 0 0 0 2 0 0 0 0 0 0 0\n")));
        await using var host = new HostFixture(proc.Path);
        await host.ReadFirstAsync();
        await host.ReadNextAsync();
        Assert.That(host.Collection.Snapshot!.Networks, Has.Count.EqualTo(HostReader.NetworkCapacity));
        Assert.That(host.Logger.Entries.Select(entry => entry.Message), Is.EqualTo(new[] { "The host has had more disks, interfaces or mounts than are published (64 of each); the later ones are left out." }));
    }

    [Test]
    public async Task Two_scrapes_of_one_reading_share_their_measurements()
    {
        await using var host = new HostFixture(HostFixture.ProcOf("epyc256-6.6"));
        await host.ReadFirstAsync();
        using var listener = new MeterListener();
        using var metrics = new HostMetrics(host.Collection);
        var seen = 0;
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => seen++);
        listener.SetMeasurementEventCallback<long>((_, _, _, _) => seen++);
        listener.SetMeasurementEventCallback<int>((_, _, _, _) => seen++);
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == HostMetrics.MeterName)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.Start();
        listener.RecordObservableInstruments();
        var first = seen;
        var before = GC.GetAllocatedBytesForCurrentThread();
        listener.RecordObservableInstruments();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.That(seen, Is.EqualTo(2 * first));
        Assert.That(allocated, Is.LessThan(8 * 1024), "enumerators of the library, no measurement");
    }
}
