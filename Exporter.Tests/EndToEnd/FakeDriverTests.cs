using System.Net;
using Exporter.Tests.NativeNvml;
using Exporter.Tests.Support;

namespace Exporter.Tests.EndToEnd;

/// <summary>The whole daemon over the fake driver library, in the moments when a GPU exporter is needed most.</summary>
[Category("EndToEnd")]
internal sealed class FakeDriverTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    [Test]
    public async Task A_card_hung_for_good_costs_its_own_series_and_a_thousand_scrapes_no_call()
    {
        using var fake = new FakeNvml();
        fake.Play("count 8");
        await using var daemon = await StartAsync(fake);
        await daemon.ScrapeUntilAsync(s => s.Of("hw_power_watts").Count() == 8, Bound, "all are read");
        var threads = Threads(daemon);

        fake.Play("count 8", "hang 3 nvmlDeviceGetUtilizationRates");
        await daemon.ScrapeUntilAsync(s => s.Find("modelhost_exporter_collector_overdue", ("gpu", "3")) == 1, Bound, "one is overdue");
        fake.Play("count 8", "hang 3 nvmlDeviceGetUtilizationRates", "card * power 222000");
        var samples = await daemon.ScrapeUntilAsync(s => s.Of("hw_power_watts").Count(power => power.Value == 222) == 7, Bound, "the others advance");
        var callers = fake.Calls.Select(call => call.Thread).ToHashSet();
        await Parallel.ForEachAsync(Enumerable.Range(0, 1000), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (_, _) => await daemon.GetAsync("/metrics"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(samples.Of("hw_power_watts", ("gpu", "3")), Is.Empty);
            Assert.That(samples.Find("hw_gpu_expected"), Is.EqualTo(8));
            Assert.That(callers, Has.Count.EqualTo(1 + 8 + 1), "one opened, one a card, one for events");
            Assert.That(fake.Calls.Select(call => call.Thread).Distinct(), Is.SubsetOf(callers), "no scrape calls the driver");
            Assert.That(fake.Calls.Count(call => call.IsHang), Is.EqualTo(1));
            Assert.That(Threads(daemon), Is.LessThan(threads + 40), "the thread pool may grow under a thousand scrapes, nothing else");
        }
    }

    [Test]
    public async Task A_lock_of_the_whole_library_held_by_a_hung_call_leaves_host_and_health_served()
    {
        using var fake = new FakeNvml();
        fake.Play("count 8", "lock 1");
        await using var daemon = await StartAsync(fake);
        await daemon.ScrapeUntilAsync(s => s.Of("hw_power_watts").Count() == 8, Bound, "all are read");

        fake.Play("count 8", "lock 1", "hang 0 nvmlDeviceGetUtilizationRates");
        await daemon.ScrapeUntilAsync(s => s.Of("modelhost_exporter_collector_overdue", ("collector", "gpu")).Count(overdue => overdue.Value == 1) == 8, Bound, "all are overdue");
        var before = (await daemon.ScrapeAsync()).Find("system_uptime_seconds");
        var after = await daemon.ScrapeUntilAsync(s => s.Find("system_uptime_seconds") > before, Bound, "the host is read on");

        Assert.That(after.Of("hw_power_watts"), Is.Empty);
        Assert.That(fake.Calls.Select(call => call.Thread).Distinct().Count(), Is.LessThanOrEqualTo(1 + 8 + 1));
    }

    [Test]
    public async Task A_card_is_lost_and_comes_back_without_a_restart_and_its_counters_go_on()
    {
        using var fake = new FakeNvml();
        fake.Play("count 2", "card * energy 1000000");
        await using var daemon = await StartAsync(fake);
        await daemon.ScrapeUntilAsync(s => s.Of("hw_energy_joules_total").Count(energy => energy.Value == 1000) == 2, Bound, "both are read");

        fake.Play("count 2", "card * energy 1000000", "return 1 * 15");
        var lost = await daemon.ScrapeUntilAsync(s => s.Find("hw_status", ("gpu", "1"), ("hw_state", "failed")) == 1, Bound, "it is failed");
        fake.Play("count 2", "card * energy 1001000", "card 1 resets 1");
        var back = await daemon.ScrapeUntilAsync(s => s.Find("hw_status", ("gpu", "1"), ("hw_state", "ok")) == 1, Bound, "it is well");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lost.Find("hw_gpu_expected"), Is.EqualTo(2));
            Assert.That(lost.Find("modelhost_exporter_collector_failing", ("gpu", "1"), ("reason", "gpu_is_lost")), Is.EqualTo(1));
            Assert.That(back.Find("hw_energy_joules_total", ("gpu", "1")), Is.EqualTo(1001));
            Assert.That(fake.CountOf("nvmlInit_v2"), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_driver_swapped_under_the_daemon_is_read_again_within_ten_seconds()
    {
        using var fake = new FakeNvml();
        fake.Play("driver_version 580.65.06");
        await using var daemon = await StartAsync(fake);
        await daemon.ScrapeUntilAsync(s => s.Of("hw_power_watts").Any(), Bound, "it is read");

        fake.Play("return - nvmlInit_v2 18", "return * * 18");
        await daemon.ScrapeUntilAsync(s => s.Find("modelhost_exporter_collector_failing", ("collector", "gpu"), ("reason", "lib_rm_version_mismatch")) == 1, Bound, "the mismatch is told");
        fake.Replace("nvmlDeviceGetTemperatureV");
        fake.Play("driver_version 595.45.04");

        await daemon.ScrapeUntilAsync(s => s.Of("hw_gpu_info", ("hw_driver_version", "595.45.04")).Any(), TimeSpan.FromSeconds(10), "the new one is read");
    }

    [Test]
    public async Task Gpus_are_released_by_a_post_and_by_a_signal_and_taken_up_again()
    {
        using var fake = new FakeNvml();
        await using var daemon = await StartAsync(fake, "--web.enable-lifecycle");
        await daemon.ScrapeUntilAsync(s => s.Of("hw_power_watts").Any(), Bound, "it is read");

        var answer = await daemon.PostAsync("/-/release-gpus");
        var released = await daemon.ScrapeUntilAsync(s => s.Find("modelhost_exporter_collector_failing", ("reason", "released")) == 1, Bound, "it is released");
        var shutdowns = fake.CountOf("nvmlShutdown");
        await daemon.ScrapeUntilAsync(s => s.Of("hw_power_watts").Any(), Bound, "it is taken up again");
        daemon.Process.Send(Signal.UserDefined1);
        await daemon.ScrapeUntilAsync(s => s.Find("modelhost_exporter_collector_failing", ("reason", "released")) == 1, Bound, "it is released by the signal");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Is.EqualTo((HttpStatusCode.OK, "The GPUs are released; they are taken up again in 2 s.\n")));
            Assert.That(released.Of("hw_status"), Is.Empty);
            Assert.That(shutdowns, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Without_the_lifecycle_flag_nobody_releases_anything()
    {
        using var fake = new FakeNvml();
        await using var daemon = await StartAsync(fake);

        Assert.That((await daemon.PostAsync("/-/release-gpus")).Status, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    private static Task<DaemonProcessUnderTest> StartAsync(FakeNvml fake, params string[] flags) => DaemonProcessUnderTest.StartAsync(
        $$"""
        listen: { address: 127.0.0.1:0 }
        gpu: { library: {{fake.LibraryPath}}, interval: 200ms, timeout: 1s, release_pause: 2s, kernel_log: null }
        host: { interval: 1s }
        """,
        flags);

    private static int Threads(DaemonProcessUnderTest daemon) => Directory.GetDirectories($"/proc/{daemon.Process.Id}/task").Length;
}
