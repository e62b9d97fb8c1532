using Exporter.Host;
using Exporter.Scheduling;
using Exporter.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Exporter.Tests.Host;

[TestFixture]
internal sealed class HostCollectionTests
{
    [Test]
    public async Task The_first_reading_comes_at_once_and_says_everything_but_utilization()
    {
        await using var host = new HostFixture(HostFixture.ProcOf("debian12-6.1"));
        Assert.That(host.Collection.Snapshot, Is.Null);
        await host.ReadFirstAsync();
        var snapshot = host.Collection.Snapshot!;
        Assert.That(snapshot.CpuUtilization, Is.Null);
        Assert.That(snapshot.LogicalCpus, Is.EqualTo(14));
        Assert.That(snapshot.Events!.OomKills, Is.EqualTo(17));
        Assert.That(host.Health.IsUp, Is.True);
    }

    [Test]
    public async Task A_reading_that_is_too_old_is_gone()
    {
        var host = new HostFixture(HostFixture.ProcOf("debian12-6.1"));
        await host.ReadFirstAsync();
        await host.DisposeAsync();
        host.Clock.Advance((2 * HostFixture.Interval) + TimeSpan.FromSeconds(1));
        Assert.That(host.Collection.Snapshot, Is.Not.Null, "still true");
        host.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.That(host.Collection.Snapshot, Is.Null);
        Assert.That(HostMeasurements.Collect(host.Collection), Is.Empty);
    }

    [Test]
    public async Task Utilization_is_that_of_the_time_between_two_readings()
    {
        using var proc = new TemporaryProc("debian12-6.1");
        proc.Write("stat", "cpu 1000 0 0 9000 0 0 0 0 0 0\ncpu0 1 1 1 1\n");
        await using var host = new HostFixture(proc.Path);
        await host.ReadFirstAsync();
        proc.Write("stat", "cpu 1300 0 0 9700 0 0 0 0 0 0\ncpu0 1 1 1 1\n");
        await host.ReadNextAsync();
        Assert.That(host.Collection.Snapshot!.CpuUtilization, Is.EqualTo(0.3).Within(1e-9));
        Assert.That(HostMeasurements.Collect(host.Collection), Has.One.StartsWith("system.cpu.utilization gauge 1 {} 0.3"));
    }

    [Test]
    public async Task A_file_that_vanishes_takes_its_series_along_and_turns_the_health()
    {
        using var proc = new TemporaryProc("debian12-6.1");
        await using var host = new HostFixture(proc.Path);
        await host.ReadFirstAsync();
        proc.Delete("meminfo");
        await host.ReadNextAsync();
        Assert.That(host.Health.IsUp, Is.False);
        Assert.That(host.Health.Reason, Is.EqualTo("meminfo_unreadable"));
        Assert.That(HostMeasurements.Collect(host.Collection), Has.None.StartsWith("system.memory").And.Some.StartsWith("system.cpu.time"));

        proc.Write("meminfo", "MemTotal: 10 kB\nMemFree: 5 kB\n");
        await host.ReadNextAsync();
        Assert.That(host.Health.IsUp, Is.True);
        Assert.That(HostMeasurements.Collect(host.Collection), Has.Some.EqualTo("system.memory.limit updowncounter By {} 10240"));
        Assert.That(host.Logger.Entries.Select(entry => entry.Level), Is.EqualTo(new[] { LogLevel.Warning, LogLevel.Information }), "told when it starts and when it ends");
    }

    [Test]
    public async Task Without_a_proc_directory_the_collector_says_so_once()
    {
        await using var host = new HostFixture("/does/not/exist");
        await host.ReadFirstAsync();
        await host.ReadNextAsync();
        Assert.That(host.Health.IsUp, Is.False);
        Assert.That(host.Health.Reason, Is.EqualTo("proc_unreadable"));
        Assert.That(HostMeasurements.Collect(host.Collection), Is.Empty);
        Assert.That(host.Logger.Entries.Where(entry => entry.Level == LogLevel.Warning).Select(entry => entry.Message), Is.EqualTo(new[] { "The host cannot be read completely (proc_unreadable); the affected series are absent until it can." }));
    }

    [Test]
    [CancelAfter(30_000)]
    public async Task A_file_system_that_hangs_costs_its_own_series_and_no_other()
    {
        using var mended = new ManualResetEventSlim();
        await using var host = new HostFixture(HostFixture.ProcOf("rhel8-4.18"), path => Size(path, mended));
        host.Collection.Start();
        await host.Clock.WaitForTimersAsync(2);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await Eventually.IsTrueAsync(() => host.Health.IsUp is not null, "the collection has said how it is");

        // From the second reading on nothing waits for the dead one any more.
        do
        {
            await host.ReadNextAsync();
        }
        while (host.Collection.Snapshot!.FileSystems.Count < 2);
        Assert.That(host.Collection.Snapshot!.FileSystems.Select(found => found.MountPoint), Is.EqualTo(new[] { "/", "/boot" }));
        Assert.That(host.Logger.Entries.Single(entry => entry.Level == LogLevel.Warning).Message, Does.EndWith("/srv/model store"));
        Assert.That(host.Health.IsUp, Is.True);
        mended.Set();
    }

    [Test]
    public async Task A_container_reads_the_mounts_and_interfaces_of_the_host_it_is_shown()
    {
        using var proc = new TemporaryProc("container-6.8");
        proc.Write("1/mountinfo", "22 1 259:2 / / rw - ext4 /dev/nvme0n1p1 rw\n23 1 259:3 / /data rw - xfs /dev/nvme1n1 rw\n");
        proc.Write("1/net/dev", "bond0: 7 1 0 0 0 0 0 0 9 1 0 0 0 0 0 0\n");
        await using var host = new HostFixture(proc.Path, path => (path.Length, 100), rootPath: "/host");
        await host.ReadFirstAsync();
        Assert.That(host.Collection.Snapshot!.FileSystems, Is.EqualTo(new[] { new FileSystemSize("/", "/host".Length, 100), new FileSystemSize("/data", "/host/data".Length, 100) }));
        Assert.That(host.Collection.Snapshot!.Networks.Select(network => network.Name), Is.EqualTo(new[] { "bond0" }));
    }

    [Test]
    public async Task A_reading_that_takes_too_long_is_overdue()
    {
        using var mended = new ManualResetEventSlim();
        var time = new ManualTimeProvider();
        var board = new CollectorHealthBoard(time);
        var options = new HostOptions { ProcPath = HostFixture.ProcOf("rhel8-4.18"), Interval = TimeSpan.FromSeconds(1), FileSystemTimeout = TimeSpan.FromMinutes(1) };
        await using var collection = new HostCollection(options, path => Size(path, mended), board, time, NullLogger.Instance);
        collection.Start();
        await time.WaitForTimersAsync(2);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.That(board.All.Single().Read().IsOverdue, Is.True);
        Assert.That(board.All.Single().Read().Reason, Is.EqualTo("reading_hangs"));
        mended.Set();
    }

    [Test]
    public async Task Stopping_takes_the_collector_off_the_board()
    {
        var host = new HostFixture(HostFixture.ProcOf("debian12-6.1"));
        await host.ReadFirstAsync();
        await host.DisposeAsync();
        Assert.That(host.Board.All, Is.Empty);
    }

    [Test]
    public async Task This_machine_can_be_read()
    {
        await using var host = new HostFixture("/proc", FileSystemSizes.Ask);
        host.Collection.Start();
        await Eventually.IsTrueAsync(() => host.Health.IsUp is not null, "the collection has said how it is");
        Assert.That(host.Health.Reason, Is.Null);
        Assert.That(host.Collection.Snapshot!.Memory!.TotalBytes, Is.Positive);
        Assert.That(host.Collection.Snapshot!.Cpu!.Value.TotalSeconds, Is.Positive);
        Assert.That(host.Collection.Snapshot!.LogicalCpus, Is.GreaterThanOrEqualTo(1));
    }

    private static (long Used, long Limit)? Size(string path, ManualResetEventSlim mended)
    {
        if (path == "/srv/model store")
        {
            mended.Wait();
        }

        return (1, 2);
    }
}
