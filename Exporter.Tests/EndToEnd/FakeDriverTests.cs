using System.Diagnostics;
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
        string[] scenario = ["count 2", "burst * 1 1000000 200000 139000", "field * 74 3 7000000000", "field * 197 3 9000", "field * 198 3 9000", "card * energy 1000000"];
        fake.Play(scenario);
        await using var daemon = await StartAsync(fake);
        var begin = Stopwatch.GetTimestamp();
        var before = await daemon.ScrapeUntilAsync(s => s.Of("hw_energy_joules_total").Count(energy => energy.Value == 1000) == 2, Bound, "both are read");

        fake.Play([.. scenario, "return 1 * 15"]);
        var lost = await daemon.ScrapeUntilAsync(s => s.Find("hw_status", ("gpu", "1"), ("hw_state", "failed")) == 1, Bound, "it is failed");

        // A reset makes the driver count from 0.
        fake.Play([.. scenario, "card 1 resets 1", "field 1 74 3 500000000", "field 1 197 3 10", "field 1 198 3 10", "card 1 energy 500"]);
        var back = await daemon.ScrapeUntilAsync(s => s.Find("hw_status", ("gpu", "1"), ("hw_state", "ok")) == 1, Bound, "it is well");
        var elapsed = Stopwatch.GetElapsedTime(begin).TotalSeconds;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(lost.Find("hw_gpu_expected"), Is.EqualTo(2));
            Assert.That(lost.Find("modelhost_exporter_collector_failing", ("gpu", "1"), ("reason", "gpu_is_lost")), Is.EqualTo(1));
            Assert.That(back.Find("hw_energy_joules_total", ("gpu", "1")), Is.EqualTo(1000.5));
            Assert.That(back.Find("hw_gpu_throttled_time_seconds_total", ("gpu", "1"), ("reason", "sw_power_cap")), Is.EqualTo(7.5));
            Assert.That(back.Find("hw_gpu_io_bytes_total", ("gpu", "1"), ("link", "pcie"), ("network_io_direction", "transmit")), Is.EqualTo(9010));
            Assert.That(back.Value("hw_gpu_busy_time_seconds_total", ("gpu", "1"), ("hw_gpu_task", "general")), Is.LessThan(before.Value("hw_gpu_busy_time_seconds_total", ("gpu", "1"), ("hw_gpu_task", "general")) + elapsed));
            Assert.That(Monotonic(back).Where(series => series.Value < Monotonic(before).GetValueOrDefault(series.Key)), Is.Empty, "no counter goes back");
            Assert.That(Monotonic(before).Keys.Except(Monotonic(back).Keys), Is.Empty, "none is missing");
            Assert.That(fake.CountOf("nvmlInit_v2"), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Bursts_that_no_reading_ever_sees_are_in_the_counter_of_busy_time()
    {
        using var fake = new FakeNvml();
        fake.Play("burst 0 1 1000000 200000 139000");
        await using var daemon = await StartAsync(fake);
        var first = await daemon.ScrapeUntilAsync(s => s.Of("hw_gpu_observed_time_seconds_total").Any(), Bound, "it is read");
        var begin = Time("observed", first);

        var last = await daemon.ScrapeUntilAsync(s => Time("observed", s) >= begin + 15, TimeSpan.FromSeconds(40), "15 s are observed");

        Assert.That((Time("busy", last) - Time("busy", first)) / (Time("observed", last) - begin), Is.EqualTo(0.2).Within(0.01));

        static double Time(string what, MetricSamples samples) => samples.Value($"hw_gpu_{what}_time_seconds_total", ("hw_gpu_task", "general"));
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

    private static Dictionary<string, double> Monotonic(MetricSamples samples) =>
        samples.Monotonic().Where(series => series.Key.StartsWith("hw_", StringComparison.Ordinal)).ToDictionary();

    private static int Threads(DaemonProcessUnderTest daemon) => Directory.GetDirectories($"/proc/{daemon.Process.Id}/task").Length;
}
