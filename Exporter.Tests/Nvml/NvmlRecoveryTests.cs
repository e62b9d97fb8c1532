using Exporter.Gpu.Metrics;
using Exporter.Tests.NativeNvml;
using static Exporter.Tests.Nvml.RunningGpus;

namespace Exporter.Tests.Nvml;

/// <summary>What is lost comes back without a restart: cards, drivers, libraries, over the fake library.</summary>
internal sealed class NvmlRecoveryTests
{
    [Test]
    public async Task A_lost_card_comes_back_without_a_restart()
    {
        using var fake = new FakeNvml();
        fake.Play("count 2");
        await using var gpus = new RunningGpus(fake);
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
    public async Task A_driver_unloaded_and_loaded_again_is_taken_up_again()
    {
        using var fake = new FakeNvml();
        fake.Play("count 1");
        await using var gpus = new RunningGpus(fake);
        gpus.AwaitReadings(1);

        fake.Play("return * * 9", "return - * 9");
        Eventually(() => gpus.SessionHealth.Reason == "driver_not_loaded" && gpus.Collection.Read().Count == 0);
        fake.Play("count 1");
        gpus.AwaitReadings(1);

        Assert.That(gpus.SessionHealth.IsUp, Is.True);
    }

    [Test]
    public async Task A_container_that_loses_its_devices_says_so_and_reads_on_when_it_has_them_back()
    {
        using var fake = new FakeNvml();
        fake.Play("count 2");
        await using var gpus = new RunningGpus(fake, RunningGpus.Quick with { ReopenAfter = TimeSpan.FromMilliseconds(200) });
        gpus.AwaitReadings(2);

        fake.Play("count 2", "return * * 999", "return - nvmlInit_v2 999");
        Eventually(() => gpus.SessionHealth.Reason == "unknown" && fake.CountOf("nvmlInit_v2") >= 2);
        var during = gpus.Collection.Read();
        fake.Play("count 2");
        gpus.AwaitReadings(2);

        Assert.Multiple(() =>
        {
            Assert.That(during, Is.Empty, "an unknown error says nothing of the hardware");
            Assert.That(gpus.Collection.Expected, Is.EqualTo(2));
            Assert.That(gpus.Logs.Logger.Entries.Select(entry => entry.Message), Has.Some.Contains("in a container this is what it answers once its devices were taken away"));
            Assert.That(gpus.SessionHealth.IsUp, Is.True);
        });
    }

    [TestCase("the session is opened anew", 0.0)]
    [TestCase("the driver is loaded again", 1.0)]
    [TestCase("the library is swapped", 1.0)]
    public async Task Totals_neither_go_back_nor_jump_when(string what, double again)
    {
        using var fake = new FakeNvml();
        string[] first =
        [
            "driver_version 580.65.06", "sample 0 1 900000000 100", "sample 0 1 900500000 100", "field 0 74 3 7000000000", "field 0 251 3 2000000000",
            "field 0 197 3 9000", "field 0 198 3 8000", "card 0 energy 5000000",
        ];

        // A driver that was loaded again counts from 0.
        string[] loadedAgain =
        [
            "driver_version 580.65.06", "sample 0 1 1000000 100", "sample 0 1 1500000 100", "field 0 74 3 1000000000", "field 0 251 3 500000000",
            "field 0 197 3 50", "field 0 198 3 40", "card 0 energy 1000",
        ];
        fake.Play(first);
        await using var gpus = new RunningGpus(fake, RunningGpus.Quick with { ReleasePause = TimeSpan.FromMilliseconds(50) });
        gpus.AwaitReadings(1);
        var before = Totals(gpus);

        switch (what)
        {
            case "the session is opened anew":
                await gpus.Collection.ReleaseAsync();
                break;
            case "the driver is loaded again":
                fake.Play("return * * 9", "return - * 9");
                Eventually(() => gpus.SessionHealth.Reason == "driver_not_loaded");
                fake.Play(loadedAgain);
                break;
            default:
                fake.Play("return - nvmlInit_v2 18", "return * * 18");
                Eventually(() => gpus.SessionHealth.Reason == "lib_rm_version_mismatch");
                fake.Replace("nvmlDeviceGetTemperatureV");
                fake.Play(loadedAgain);
                break;
        }

        Eventually(() => gpus.Collection.Read() is [{ Reading: not null }] && fake.CountOf("nvmlInit_v2") >= 2);

        Assert.That(before, Is.EqualTo((0.5, 7.0, 2.0, 9000.0, 8000.0, 5000.0)));
        Assert.That(Totals(gpus), Is.EqualTo((0.5 + (0.5 * again), 7.0 + again, 2.0 + (0.5 * again), 9000 + (50 * again), 8000 + (40 * again), 5000 + again)));
    }

    [Test]
    public async Task A_library_swapped_under_the_daemon_is_loaded_and_readings_return()
    {
        using var fake = new FakeNvml();
        fake.Play("count 1", "driver_version 580.65.06");
        await using var gpus = new RunningGpus(fake);
        gpus.AwaitReadings(1);

        fake.Play("count 1", "return - nvmlInit_v2 18", "return * * 18");
        Eventually(() => gpus.SessionHealth.Reason == "lib_rm_version_mismatch");
        fake.Replace("nvmlDeviceGetTemperatureV");
        fake.Play("count 1", "driver_version 595.45.04");
        gpus.AwaitReadings(1);

        Assert.That(gpus.Collection.Read()[0].Identity!.DriverVersion, Is.EqualTo("595.45.04"));
    }

    [Test]
    public async Task Released_gpus_are_given_away_and_taken_up_again_after_the_pause()
    {
        using var fake = new FakeNvml();
        fake.Play("count 2");
        await using var gpus = new RunningGpus(fake, RunningGpus.Quick with { ReleasePause = TimeSpan.FromSeconds(1) });
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
        await using var gpus = new RunningGpus(fake, Hanging with { ReleasePause = TimeSpan.FromSeconds(1) });
        gpus.AwaitReadings(1);
        fake.Play("hang 0 nvmlDeviceGetUtilizationRates");
        Eventually(() => gpus.Health(0).IsOverdue);

        Assert.That(await gpus.Collection.ReleaseAsync(), Is.False);
        Assert.That(fake.CountOf("nvmlShutdown"), Is.Zero);
    }

    [Test]
    public async Task A_card_lost_beside_others_comes_back_by_opening_the_driver_anew_when_taking_its_handle_is_not_enough()
    {
        using var fake = new FakeNvml();
        fake.Play("count 2");
        await using var gpus = new RunningGpus(fake, RunningGpus.Quick with { ReopenForOneAfter = TimeSpan.FromMilliseconds(200) });
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
        await using var gpus = new RunningGpus(fake, Hanging);
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
        await using var gpus = new RunningGpus(fake, RunningGpus.Quick with { UpgradeInterval = TimeSpan.FromMilliseconds(20) });
        gpus.AwaitReadings(1);
        var before = gpus.Collection.IsUpgradePending;

        fake.Replace("nvmlDeviceGetTemperatureV");
        Eventually(() => gpus.Collection.IsUpgradePending == true);

        Assert.That(before, Is.False);
        Assert.That(gpus.Logs.Logger.Entries.Select(entry => entry.Message), Has.One.Contains("was replaced since it was loaded"));
        Assert.That(gpus.Collection.Read()[0].Status, Is.EqualTo(GpuStatus.Ok));
    }

    /// <summary>Seconds busy and throttled, bytes, joules.</summary>
    private static (double Busy, double PowerCap, double Thermal, double Sent, double Received, double Energy) Totals(RunningGpus gpus)
    {
        var reading = gpus.Collection.Read()[0].Reading!;
        return (
            reading.TimeGeneral!.Value.BusySeconds,
            reading.ThrottledTime!.SwPowerCap,
            reading.ThrottledTime.SwThermal,
            reading.PcieTransmittedBytes!.Value,
            reading.PcieReceivedBytes!.Value,
            reading.EnergyJoules!.Value);
    }
}
