using System.Diagnostics;
using Exporter.Gpu.Metrics;
using Exporter.Tests.Gpu.Metrics;
using Exporter.Tests.NativeNvml;
using static Exporter.Tests.Nvml.RunningGpus;

namespace Exporter.Tests.Nvml;

/// <summary>The collection over the fake library, under the real clock: threads and hangs as they are.</summary>
internal sealed class NvmlCollectionTests
{
    [Test]
    public async Task A_card_hung_inside_the_library_leaves_the_other_seven_alone()
    {
        using var fake = new FakeNvml();
        fake.Play("count 8");
        await using var gpus = new RunningGpus(fake, Hanging);
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
        var gpus = new RunningGpus(fake, Hanging);
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
    public async Task A_card_that_is_lost_from_the_start_is_expected_and_failed()
    {
        using var fake = new FakeNvml();
        fake.Play("count 2", "return 1 * 15");
        await using var gpus = new RunningGpus(fake);

        Eventually(() => gpus.Collection.Read() is [{ Status: GpuStatus.Ok }, { Status: GpuStatus.Failed }] && gpus.Health(1).IsUp == false);

        Assert.That(gpus.Collection.Expected, Is.EqualTo(2));
        Assert.That(gpus.Health(1).Reason, Is.EqualTo("gpu_is_lost"));
    }

    [Test]
    public async Task No_scrape_ever_enters_the_library()
    {
        using var fake = new FakeNvml();
        fake.Play("count 4");
        await using var gpus = new RunningGpus(fake);
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
    public async Task A_card_that_hangs_for_good_costs_two_threads_however_often_the_driver_is_opened_anew()
    {
        using var fake = new FakeNvml();
        fake.Play("count 2", "hang 0 nvmlDeviceGetUtilizationRates");
        await using var gpus = new RunningGpus(fake, Hanging);
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
}
