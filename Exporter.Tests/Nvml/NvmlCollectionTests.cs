using System.Diagnostics;
using Exporter.Gpu;
using Exporter.Nvml;
using Exporter.Scheduling;
using Exporter.Tests.Gpu;
using Exporter.Tests.NativeNvml;
using Exporter.Tests.Support;

namespace Exporter.Tests.Nvml;

/// <summary>The collection over the fake library, under the real clock: threads, hangs and losses as they are.</summary>
internal sealed class NvmlCollectionTests
{
    private const int Bound = 20_000;

    private static readonly GpuOptions quick = new()
    {
        Interval = TimeSpan.FromMilliseconds(20),
        Timeout = TimeSpan.FromSeconds(1),
        FirstPause = TimeSpan.FromMilliseconds(50),
        LongestPause = TimeSpan.FromMilliseconds(100),
        StopBound = TimeSpan.FromMilliseconds(300),
    };

    [Test]
    public async Task A_card_hung_inside_the_library_leaves_the_other_seven_alone()
    {
        using var fake = new FakeNvml();
        fake.Play("count 8");
        await using var gpus = new Running(fake);
        gpus.AwaitReadings(8);

        fake.Play("count 8", "hang 3 nvmlDeviceGetUtilizationRates", "card * power 400000");
        Eventually(() => gpus.Health(3).IsOverdue);
        fake.Play("count 8", "hang 3 nvmlDeviceGetUtilizationRates", "card * power 500000");
        Eventually(() => gpus.Collection.Read().Count(view => view.Reading?.PowerWatts == 500) == 7);

        Assert.Multiple(() =>
        {
            Assert.That(gpus.Collection.Read()[3].Snapshot, Is.Null);
            Assert.That(gpus.Collection.Expected, Is.EqualTo(8));
            Assert.That(fake.Calls.Count(call => call.IsHang), Is.EqualTo(1), "no second thread goes where one hangs");
        });

        fake.Play("count 8");
        gpus.AwaitReadings(8);
    }

    [Test]
    public async Task A_hang_under_a_lock_of_the_whole_library_makes_all_cards_overdue_and_the_stop_still_ends()
    {
        using var fake = new FakeNvml();
        fake.Play("count 4", "lock 1");
        var gpus = new Running(fake);
        gpus.AwaitReadings(4);

        fake.Play("count 4", "lock 1", "hang 0 *");
        Eventually(() => gpus.Board.All.Count(entry => entry.Gpu is not null && entry.Read().IsOverdue) == 4);
        var views = gpus.Collection.Read();
        var stopping = Stopwatch.StartNew();
        await gpus.DisposeAsync();

        Assert.That(views.Select(view => view.Snapshot), Is.All.Null);
        Assert.That(stopping.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
        Assert.That(fake.CountOf("nvmlShutdown"), Is.Zero, "nothing is closed under a hanging call");
    }

    [Test]
    public async Task A_lost_card_comes_back_without_a_restart()
    {
        using var fake = new FakeNvml();
        fake.Play("count 2");
        await using var gpus = new Running(fake);
        gpus.AwaitReadings(2);

        fake.Play("count 2", "return 1 * 15");
        Eventually(() => gpus.Collection.Read()[1].Status == GpuStatus.Failed && gpus.Health(1).IsUp == false);
        var during = (gpus.Health(1).Reason, gpus.Collection.Read()[0].Status, gpus.Collection.Read()[1].Identity!.Uuid);
        fake.Play("count 2");
        Eventually(() => gpus.Collection.Read()[1].Status == GpuStatus.Ok);

        Assert.That(during, Is.EqualTo(("gpu_is_lost", GpuStatus.Ok, "GPU-fa4e0000-0000-4000-8000-000000000001")));
        Assert.That(fake.CountOf("nvmlInit_v2"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_card_that_is_lost_from_the_start_is_expected_and_failed()
    {
        using var fake = new FakeNvml();
        fake.Play("count 2", "return 1 * 15");
        await using var gpus = new Running(fake);

        Eventually(() => gpus.Collection.Read() is [{ Status: GpuStatus.Ok }, { Status: GpuStatus.Failed }] && gpus.Health(1).IsUp == false);

        Assert.That(gpus.Collection.Expected, Is.EqualTo(2));
        Assert.That(gpus.Health(1).Reason, Is.EqualTo("gpu_is_lost"));
    }

    [Test]
    public async Task A_driver_unloaded_and_loaded_again_is_taken_up_again()
    {
        using var fake = new FakeNvml();
        fake.Play("count 1");
        await using var gpus = new Running(fake);
        gpus.AwaitReadings(1);

        fake.Play("return * * 9", "return - * 9");
        Eventually(() => gpus.SessionHealth.Reason == "driver_not_loaded" && gpus.Collection.Read().Count == 0);
        fake.Play("count 1");
        gpus.AwaitReadings(1);

        Assert.That(gpus.SessionHealth.IsUp, Is.True);
    }

    [Test]
    public async Task A_library_swapped_under_the_daemon_is_loaded_and_readings_return()
    {
        using var fake = new FakeNvml();
        fake.Play("count 1", "driver_version 580.65.06");
        await using var gpus = new Running(fake);
        gpus.AwaitReadings(1);

        fake.Play("count 1", "return - nvmlInit_v2 18", "return * * 18");
        Eventually(() => gpus.SessionHealth.Reason == "lib_rm_version_mismatch");
        fake.Replace("nvmlDeviceGetTemperatureV");
        fake.Play("count 1", "driver_version 595.45.04");
        gpus.AwaitReadings(1);

        Assert.That(gpus.Collection.Read()[0].Identity!.DriverVersion, Is.EqualTo("595.45.04"));
    }

    [Test]
    public async Task No_scrape_ever_enters_the_library()
    {
        using var fake = new FakeNvml();
        fake.Play("count 4");
        await using var gpus = new Running(fake);
        gpus.AwaitReadings(4);
        Eventually(() => fake.CountOf("nvmlEventSetWait_v2") > 0);
        var threads = fake.Calls.Select(call => call.Thread).ToHashSet();
        using var metrics = new GpuMetrics(gpus.Collection);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            using var observed = new ObservedMeter(metrics.Meter);
            for (var scrape = 0; scrape < 125; scrape++)
            {
                Assert.That(observed.Observe(), Is.Not.Empty);
            }
        })));

        Assert.That(threads, Has.Count.EqualTo(1 + 4 + 1), "one to open, one for each card, one for events");
        Assert.That(fake.Calls.Select(call => call.Thread), Is.All.AnyOf([.. threads.Cast<object>()]));
    }

    [Test]
    public async Task An_xid_that_event_and_kernel_log_tell_of_is_counted_once_and_what_only_one_tells_of_too()
    {
        using var fake = new FakeNvml();
        using var folder = new TemporaryFolder();
        var log = folder.Write("kmsg", "6,1,1,-;NVRM: Xid (PCI:0000:3c:00): 48, before the start\n");
        fake.Play("count 2");
        await using var gpus = new Running(fake, kernelLog: log);
        gpus.AwaitReadings(2);
        Eventually(() => fake.CountOf("nvmlDeviceRegisterEvents", 1) == 1 && gpus.Board.All.Any(entry => entry.Collector == "kernel_log" && entry.Read().IsUp == true));

        fake.Play("count 2", "event 1 1 0x8 79");
        File.AppendAllText(log, "4,2,2,-;NVRM: Xid (PCI:0000:3c:00): 79, pid=1, GPU has fallen off the bus.\n4,3,3,-;NVRM: Xid (PCI:0000:3c:00): 62, pid=1\n");
        Eventually(() => gpus.Xid(1, "62") == 1 && gpus.Xid(1, "79") == 1);
        fake.Play("count 2", "event 1 1 0x8 79", "event 2 1 0x8 31", "event 3 1 0x8 4711");
        Eventually(() => gpus.Xid(1, "4711") == 1);

        Assert.Multiple(() =>
        {
            Assert.That(gpus.Xid(1, "79"), Is.EqualTo(1), "told twice");
            Assert.That(gpus.Xid(1, "31"), Is.EqualTo(1));
            Assert.That(gpus.Xid(1, "48"), Is.Zero, "what stood in the log before the start is not counted");
            Assert.That(gpus.Xid(0, "79"), Is.Zero);
            Assert.That(gpus.Collection.Read()[1].Xids.Single(xid => xid.Xid == "4711").Severity, Is.EqualTo("unclassified"));
        });
    }

    [Test]
    public async Task Events_go_on_after_a_reset_made_the_handle_void()
    {
        using var fake = new FakeNvml();
        fake.Play("count 1");
        await using var gpus = new Running(fake);
        gpus.AwaitReadings(1);
        Eventually(() => fake.CountOf("nvmlDeviceRegisterEvents", 0) == 1);

        fake.Play("count 1", "card 0 resets 1");
        Eventually(() => fake.CountOf("nvmlDeviceRegisterEvents", 0) == 2 && gpus.Collection.Read() is [{ Reading: not null }]);
        fake.Play("count 1", "card 0 resets 1", "event 1 0 0x8 119");
        Eventually(() => gpus.Xid(0, "119") == 1);
        Assert.That(fake.CountOf("nvmlInit_v2"), Is.EqualTo(1));
    }

    [Test]
    public async Task The_events_are_freed_before_the_driver_is_closed()
    {
        using var fake = new FakeNvml();
        var gpus = new Running(fake);
        gpus.AwaitReadings(1);
        Eventually(() => fake.CountOf("nvmlEventSetWait_v2") > 0);
        await gpus.DisposeAsync();

        var order = fake.Calls.Select(call => call.Function).ToList();
        Assert.That(order, Does.Contain("nvmlEventSetFree").And.Contain("nvmlShutdown"));
        Assert.That(order.IndexOf("nvmlEventSetFree"), Is.LessThan(order.IndexOf("nvmlShutdown")));
        Assert.That(order[^1], Is.EqualTo("nvmlShutdown"));
    }

    [Test]
    public async Task Released_gpus_are_given_away_and_taken_up_again_after_the_pause()
    {
        using var fake = new FakeNvml();
        fake.Play("count 2");
        await using var gpus = new Running(fake, quick with { ReleasePause = TimeSpan.FromSeconds(1) });
        gpus.AwaitReadings(2);

        var wholly = await gpus.Collection.ReleaseAsync();

        Assert.Multiple(() =>
        {
            Assert.That(wholly, Is.True);
            Assert.That(gpus.SessionHealth.Reason, Is.EqualTo("released"));
            Assert.That(gpus.Collection.Read(), Is.Empty);
            Assert.That(fake.Calls[^1].Function, Is.EqualTo("nvmlShutdown"));
        });
        gpus.AwaitReadings(2);
        Assert.That(fake.CountOf("nvmlInit_v2"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_release_while_a_call_hangs_says_that_the_driver_stays_open()
    {
        using var fake = new FakeNvml();
        await using var gpus = new Running(fake, quick with { ReleasePause = TimeSpan.FromSeconds(1) });
        gpus.AwaitReadings(1);
        fake.Play("hang 0 nvmlDeviceGetUtilizationRates");
        Eventually(() => gpus.Health(0).IsOverdue);

        Assert.That(await gpus.Collection.ReleaseAsync(), Is.False);
        Assert.That(fake.CountOf("nvmlShutdown"), Is.Zero);
    }

    [Test]
    public async Task A_card_that_hangs_for_good_costs_two_threads_however_often_the_driver_is_opened_anew()
    {
        using var fake = new FakeNvml();
        fake.Play("count 2", "hang 0 nvmlDeviceGetUtilizationRates");
        await using var gpus = new Running(fake);
        for (var times = 0; times < 4; times++)
        {
            Eventually(() => gpus.Board.All.Any(entry => entry.Gpu == "0" && entry.Read().IsOverdue) && gpus.Collection.Read().Count(view => view.Reading is not null) == 1);
            var opened = fake.CountOf("nvmlInit_v2");
            fake.Play("count 2", "hang 0 nvmlDeviceGetUtilizationRates", "return 1 * 9");
            Eventually(() => gpus.SessionHealth.Reason == "driver_not_loaded");
            fake.Play("count 2", "hang 0 nvmlDeviceGetUtilizationRates");
            Eventually(() => fake.CountOf("nvmlInit_v2") > opened);
        }

        Assert.That(fake.Calls.Where(call => call is { IsHang: true, Card: 0 }).Select(call => call.Thread).Distinct().Count(), Is.EqualTo(2));
    }

    [Test]
    public async Task A_card_lost_beside_others_comes_back_by_opening_the_driver_anew_when_taking_its_handle_is_not_enough()
    {
        using var fake = new FakeNvml();
        fake.Play("count 2");
        await using var gpus = new Running(fake, quick with { ReopenForOneAfter = TimeSpan.FromMilliseconds(200) });
        gpus.AwaitReadings(2);

        fake.Play("count 2", "return 1 * 15");
        Eventually(() => gpus.Collection.Read()[1].Status == GpuStatus.Failed);
        var wasAlwaysThere = true;
        Eventually(() =>
        {
            wasAlwaysThere &= gpus.Collection.Read() is [{ Reading: not null }, _];
            return fake.CountOf("nvmlInit_v2") >= 2;
        });
        fake.Play("count 2");
        gpus.AwaitReadings(2);

        Assert.That(wasAlwaysThere, Is.True, "the other card's series do not end");
    }

    [Test]
    public async Task A_library_replaced_while_a_call_hangs_in_the_old_one_is_loaded_as_a_copy_of_its_own()
    {
        using var fake = new FakeNvml();
        fake.Play("count 2");
        await using var gpus = new Running(fake);
        gpus.AwaitReadings(2);

        fake.Play("count 2", "hang 1 nvmlDeviceGetUtilizationRates");
        Eventually(() => gpus.Health(1).IsOverdue);
        fake.Play("count 2", "hang 1 nvmlDeviceGetUtilizationRates", "return 0 * 18");
        Eventually(() => gpus.SessionHealth.Reason == "lib_rm_version_mismatch");
        fake.Replace("nvmlDeviceGetTemperatureV", "nvmlDeviceGetTemperature");

        // The copy looks for its scenario where it was loaded from, finds none, and so has one healthy card.
        Eventually(() => gpus.Collection.Read().Any(view => view.Reading is { TemperatureGpuCelsius: null, PowerWatts: 310.5 }));
    }

    [Test]
    public async Task A_library_replaced_on_the_disk_is_told_of_before_anything_fails()
    {
        using var fake = new FakeNvml();
        await using var gpus = new Running(fake, quick with { UpgradeInterval = TimeSpan.FromMilliseconds(20) });
        gpus.AwaitReadings(1);
        var before = gpus.Collection.IsUpgradePending;

        fake.Replace("nvmlDeviceGetTemperatureV");
        Eventually(() => gpus.Collection.IsUpgradePending == true);

        Assert.That(before, Is.False);
        Assert.That(gpus.Logs.Logger.Entries.Select(entry => entry.Message), Has.One.Contains("was replaced since it was loaded"));
        Assert.That(gpus.Collection.Read()[0].Status, Is.EqualTo(GpuStatus.Ok));
    }

    [Test]
    public void A_card_plugged_in_is_found()
    {
        using var fake = new FakeNvml();
        using var host = new TemporaryFolder();
        host.Write("proc/driver/nvidia/gpus/0000:3b:00.0/information", "");
        fake.Play("count 1");
        var clock = new ManualTimeProvider();
        var options = new NvmlDriverOptions { LibraryPath = fake.LibraryPath, ProcRoot = host.PathOf("proc"), SysRoot = host.PathOf("sys") };
        using var session = new NvmlDriver(options, clock, new RecordingLogger()).Open().Session!;
        var watch = session.OpenEvents()!;
        clock.Advance(TimeSpan.FromSeconds(11));
        var before = watch.Wait(TimeSpan.Zero).Kind;

        host.Write("proc/driver/nvidia/gpus/0000:5e:00.0/information", "");
        clock.Advance(TimeSpan.FromSeconds(11));
        var after = watch.Wait(TimeSpan.Zero).Kind;
        watch.Dispose();

        Assert.That((before, after), Is.EqualTo((GpuEventKind.None, GpuEventKind.DevicesChanged)));
    }

    private static void Eventually(Func<bool> condition) => Assert.That(condition, Is.True.After(Bound, 5));

    private sealed class Running : IAsyncDisposable
    {
        private readonly FakeNvml fake;

        public Running(FakeNvml fake, GpuOptions? options = null, string? kernelLog = null)
        {
            this.fake = fake;
            var driver = new NvmlDriver(new NvmlDriverOptions { LibraryPath = fake.LibraryPath }, TimeProvider.System, Logs.Logger);
            var log = kernelLog is null ? null : new KernelLogFile(kernelLog);
            Collection = new GpuCollection(driver, options ?? quick, Board, TimeProvider.System, Logs, kernelLog: log);
            Collection.Start();
        }

        public CollectorHealthBoard Board { get; } = new(TimeProvider.System);

        public GpuCollection Collection { get; }

        public RecordingLoggerFactory Logs { get; } = new();

        public CollectorState SessionHealth => Board.All.Single(entry => entry is { Collector: "gpu", Gpu: null }).Read();

        public long? Xid(int gpu, string code) => Collection.Read()[gpu].Xids.SingleOrDefault(xid => xid.Xid == code)?.Count;

        public CollectorState Health(int gpu) => Board.All.Single(entry => entry.Gpu == $"{gpu}").Read();

        public void AwaitReadings(int count) => Eventually(() => Collection.Read().Count(view => view.Reading is not null) == count);

        public async ValueTask DisposeAsync()
        {
            await Collection.DisposeAsync();
            fake.Play();
        }
    }
}
