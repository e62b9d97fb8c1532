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

        Assert.That(threads, Has.Count.EqualTo(1 + 4), "one to open, one for each card");
        Assert.That(fake.Calls.Select(call => call.Thread), Is.All.AnyOf([.. threads.Cast<object>()]));
    }

    private static void Eventually(Func<bool> condition) => Assert.That(condition, Is.True.After(Bound, 5));

    private sealed class Running : IAsyncDisposable
    {
        private readonly FakeNvml fake;

        public Running(FakeNvml fake)
        {
            this.fake = fake;
            var logs = new RecordingLoggerFactory();
            var driver = new NvmlDriver(new NvmlDriverOptions { LibraryPath = fake.LibraryPath }, TimeProvider.System, logs.Logger);
            Collection = new GpuCollection(driver, quick, Board, TimeProvider.System, logs);
            Collection.Start();
        }

        public CollectorHealthBoard Board { get; } = new(TimeProvider.System);

        public GpuCollection Collection { get; }

        public CollectorState SessionHealth => Board.All.Single(entry => entry.Gpu is null).Read();

        public CollectorState Health(int gpu) => Board.All.Single(entry => entry.Gpu == $"{gpu}").Read();

        public void AwaitReadings(int count) => Eventually(() => Collection.Read().Count(view => view.Reading is not null) == count);

        public async ValueTask DisposeAsync()
        {
            await Collection.DisposeAsync();
            fake.Play();
        }
    }
}
