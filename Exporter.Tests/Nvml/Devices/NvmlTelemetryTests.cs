using Exporter.Gpu.Readings;
using Exporter.Tests.NativeNvml;

namespace Exporter.Tests.Nvml.Devices;

/// <summary>Counters, health, performance counters and MIG through the loader, the symbols and the structs.</summary>
internal sealed class NvmlTelemetryTests
{
    private static readonly TimeSpan second = TimeSpan.FromSeconds(1);

    [Test]
    public void Samples_are_integrated_over_readings_and_garbage_among_them_is_not()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play("sample 0 1 1000000 50", "sample 0 1 1200000 50", "sample 0 1 0 99", "sample 0 1 1300000 180");
        nvml.Read();
        nvml.Clock.Advance(second);

        nvml.Fake.Play("sample 0 1 1000000 50", "sample 0 1 1200000 50", "sample 0 1 1400000 100");
        var reading = nvml.Read();

        Assert.That(reading.TimeGeneral, Is.EqualTo(new GpuEngineTime(0.3, 0.4)));
        Assert.That(reading.TimeEncoder, Is.Null, "no ring");
    }

    [Test]
    public void A_ring_without_new_samples_is_an_engine_at_rest()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play("sample 0 1 1000000 50", "sample 0 1 1200000 50");
        nvml.Read();
        for (var i = 0; i < 3; i++)
        {
            nvml.Clock.Advance(second);
            nvml.Read();
        }

        Assert.That(nvml.Read().TimeGeneral, Is.EqualTo(new GpuEngineTime(0.1, 3.2)));
    }

    [Test]
    public void Totals_go_on_where_they_were_when_the_driver_is_loaded_again()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play("sample 0 1 900000000 100", "sample 0 1 900500000 100", "field 0 74 3 7000000000", "card 0 throttle 0x20");
        var before = nvml.Read();
        nvml.Session.Dispose();

        nvml.Fake.Play("sample 0 1 1000000 100", "sample 0 1 1500000 100", "field 0 74 3 1000000000", "card 0 throttle 0x20");
        nvml.Clock.Advance(second);
        using var again = nvml.Driver.Open().Session!;
        var after = again.Readers[0].Read().Reading!;

        Assert.Multiple(() =>
        {
            Assert.That((before.TimeGeneral!.Value.BusySeconds, before.ThrottledTime!.SwPowerCap), Is.EqualTo((0.5, 7.0)));
            Assert.That((after.TimeGeneral!.Value.BusySeconds, after.ThrottledTime!.SwPowerCap), Is.EqualTo((1.0, 8.0)));
            Assert.That(after.EnergyJoules, Is.EqualTo(before.EnergyJoules), "the driver's own counter passes through");
        });
    }

    [TestCase("580.65.06", 251u, 5.0)]
    [TestCase("595.45.04", 269u, 5.0)]
    [TestCase("580.65.06", 269u, 2.0)]
    [TestCase("570.86.10", 251u, 2.0)]
    public void Throttled_time_is_the_drivers_where_its_branch_has_it_and_else_from_the_mask(string driver, uint field, double expected)
    {
        using var nvml = new NvmlFixture();
        for (var i = 0; i <= 2; i++)
        {
            nvml.Fake.Play($"driver_version {driver}", $"field 0 {field} 3 {3 + i}000000000", "card 0 throttle 0x20");
            nvml.Clock.Advance(second);
            nvml.Read();
        }

        Assert.That(nvml.Read().ThrottledTime!.SwThermal, Is.EqualTo(expected));
    }

    [TestCase("1 5", TestName = "A_throttle_counter_of_another_type_is_another_field")]
    [TestCase("0 5", TestName = "A_throttle_counter_that_is_a_double_is_another_field")]
    public void A_throttle_counter_is_believed_by_its_type(string typeAndValue)
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play($"field 0 251 {typeAndValue}");

        Assert.That(nvml.Read().ThrottledTime!.SwThermal, Is.Zero);
    }

    [Test]
    public void A_throttle_counter_in_another_unit_is_told_once_and_replaced_by_the_mask()
    {
        using var nvml = new NvmlFixture();
        for (var i = 0; i < 5; i++)
        {
            nvml.Fake.Play($"field 0 251 3 {i}000000000000", "card 0 throttle 0x20");
            nvml.Read();
            nvml.Clock.Advance(second);
        }

        Assert.That(nvml.Read().ThrottledTime!.SwThermal, Is.EqualTo(5));
        Assert.That(nvml.Logger.Entries.Count(entry => entry.Message.Contains("SwThermal", StringComparison.Ordinal)), Is.EqualTo(1));
    }

    [Test]
    public void Health_is_read_from_its_own_calls_and_kept_for_a_while()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play([.. FakeDrivers.Server, .. FakeDrivers.Nvlink, "field 0 230 1 3", "card 0 margin 41"]);
        var reading = nvml.Read();
        nvml.Read();

        Assert.Multiple(() =>
        {
            Assert.That(reading.Health.EccErrors, Is.EqualTo(new GpuEccErrors[] { new("sram", 1, 0), new("dram", 3, 0) }));
            Assert.That((reading.Health.EccLifetimeCorrected, reading.Health.EccLifetimeUncorrected), Is.EqualTo(((double?)40, (double?)2)));
            Assert.That((reading.Health.RemappedRowsCorrected, reading.Health.RemappedRowsUncorrected, reading.Health.IsRowRemapPending, reading.Health.HasRowRemapFailed), Is.EqualTo(((double?)1, (double?)2, (bool?)false, (bool?)false)));
            Assert.That(reading.Health.RecoveryAction, Is.EqualTo(GpuRecoveryAction.DrainP2P));
            Assert.That(reading.Health.PcieReplays, Is.EqualTo(5));
            Assert.That((reading.Health.NvlinksActive, reading.Health.NvlinksInactive), Is.EqualTo(((int?)2, (int?)1)));
            Assert.That(reading.Health.NvlinkErrors, Is.EqualTo(new GpuNvlinkErrors[] { new("replay", 6), new("recovery", 0), new("crc", 3) }), "summed over three links");
            Assert.That(reading.TemperatureMarginCelsius, Is.EqualTo(41));
            Assert.That(nvml.Fake.CountOf("nvmlDeviceGetRemappedRows", card: 0), Is.EqualTo(1));
        });
    }

    [Test]
    public void Without_the_call_the_fields_tell_of_rows_and_pages()
    {
        using var nvml = new NvmlFixture("nvmlDeviceGetRemappedRows", "nvmlDeviceGetPcieReplayCounter");
        nvml.Fake.Play("field 0 29 1 4", "field 0 30 1 1", "field 0 31 1 1", "field 0 142 1 7", "field 0 143 1 8", "field 0 144 1 1", "field 0 145 1 0", "field 0 94 1 9");

        var health = nvml.Read().Health;

        Assert.That(health, Is.EqualTo(new GpuHealth
        {
            EccErrors = health.EccErrors,
            NvlinkErrors = health.NvlinkErrors,
            RetiredPagesCorrected = 4,
            RetiredPagesUncorrected = 1,
            IsPageRetirementPending = true,
            RemappedRowsCorrected = 7,
            RemappedRowsUncorrected = 8,
            IsRowRemapPending = true,
            HasRowRemapFailed = false,
            PcieReplays = 9,
        }));
    }

    [Test]
    public void Bytes_are_the_drivers_counts_where_it_has_them()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play("field 0 197 3 5000", "field 0 198 3 6000", "field 0 138 3 2000", "field 0 139 3 1000");
        var old = nvml.Read();
        using var other = new NvmlFixture();
        other.Fake.Play("field 0 197 1 5000", "field 0 198 1 6000", "field 0 202 3 77", "field 0 204 3 88");
        var blackwell = other.Read();

        Assert.Multiple(() =>
        {
            Assert.That((old.PcieTransmittedBytes, old.PcieReceivedBytes), Is.EqualTo(((double?)5000, (double?)6000)));
            Assert.That((old.NvlinkTransmittedBytes, old.NvlinkReceivedBytes), Is.EqualTo(((double?)2000 * 1024, (double?)1000 * 1024)));
            Assert.That((blackwell.PcieTransmittedBytes, blackwell.PcieReceivedBytes), Is.EqualTo(((double?)null, (double?)null)), "32 bits wrap several times a second");
            Assert.That((blackwell.NvlinkTransmittedBytes, blackwell.NvlinkReceivedBytes), Is.EqualTo(((double?)77, (double?)88)));
        });
    }

    [Test]
    public void Performance_counters_need_two_samples_and_give_shares_and_bytes()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play(FakeDrivers.Gpm);
        var first = nvml.Read();
        nvml.Clock.Advance(TimeSpan.FromMilliseconds(50));
        var tooSoon = nvml.Read();
        nvml.Clock.Advance(TimeSpan.FromMilliseconds(450));
        var reading = nvml.Read();

        Assert.Multiple(() =>
        {
            Assert.That((first.Activity, tooSoon.Activity), Is.EqualTo(((GpuActivity?)null, (GpuActivity?)null)));
            Assert.That(nvml.Fake.CountOf("nvmlGpmSampleGet", card: 0), Is.EqualTo(2));
            Assert.That(reading.Activity, Is.EqualTo(new GpuActivity { SmActive = 0.71, SmOccupancy = 0.325, TensorActive = 0.55, DramActive = 0.44, Fp64Active = 0, Fp32Active = 0.06, Fp16Active = 0.12 }));
            Assert.That((reading.PcieTransmittedBytes, reading.PcieReceivedBytes), Is.EqualTo(((double?)5 * 1048576, (double?)10 * 1048576)));
            Assert.That((reading.NvlinkReceivedBytes, reading.NvlinkTransmittedBytes), Is.EqualTo(((double?)15 * 1048576, (double?)20 * 1048576)));
        });
    }

    [Test]
    public void The_room_of_samples_is_given_back_before_the_shutdown()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play([.. FakeDrivers.Gpm]);
        nvml.Read();
        nvml.Session.Dispose();

        Assert.That((nvml.Fake.CountOf("nvmlGpmSampleAlloc"), nvml.Fake.CountOf("nvmlGpmSampleFree")), Is.EqualTo((2, 2)));
        Assert.That(nvml.Fake.Calls[^1].Function, Is.EqualTo("nvmlShutdown"));
    }

    [Test]
    public void Instances_of_mig_are_read_with_their_memory_and_their_counters()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play(FakeDrivers.Mig);
        nvml.Read();
        nvml.Clock.Advance(second);

        var reading = nvml.Read();

        Assert.That(reading.Instances, Is.EqualTo(new GpuInstance[]
        {
            new() { Uuid = "MIG-fa4e0000-0000-4000-8000-000000000000", GpuInstanceId = 3, ComputeInstanceId = 0, MemoryTotalBytes = 10468982784, MemoryReservedBytes = 67108864, MemoryUsedBytes = 1073741824, Activity = new() { SmActive = 0.21 } },
            new() { Uuid = "MIG-fa4e0000-0000-4000-8000-000000000002", GpuInstanceId = 5, ComputeInstanceId = 0, MemoryTotalBytes = 10468982784, MemoryReservedBytes = 67108864, MemoryUsedBytes = 3221225472, Activity = new() { SmActive = 0.22, DramActive = 0.33 } },
        }));
        Assert.That((reading.UtilizationGeneral, reading.TimeGeneral, reading.Activity), Is.EqualTo(((double?)null, (GpuEngineTime?)null, (GpuActivity?)null)));
    }

    [Test]
    public void A_changed_layout_is_seen_and_gives_its_room_back()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play(FakeDrivers.Mig);
        nvml.Read();

        nvml.Fake.Play("card 0 mig 1", "card 0 mig_0 7", "card 0 mig_0_uuid MIG-new", "card 0 gpm 1");
        nvml.Clock.Advance(TimeSpan.FromSeconds(10));
        var after = nvml.Read().Instances;

        Assert.That(after.Select(part => (part.Uuid, part.GpuInstanceId)), Is.EqualTo(new[] { ("MIG-new", 7u) }));
        Assert.That(nvml.Fake.CountOf("nvmlGpmSampleFree"), Is.EqualTo(4));
    }

    [TestCase(3, true)]
    [TestCase(4, false)]
    [TestCase(999, false)]
    public void An_integrated_gpu_has_the_memory_of_the_host_only_where_the_card_says_it_has_none_of_its_own(int code, bool hasMemory)
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play("card 0 name GB10", $"return 0 nvmlDeviceGetMemoryInfo_v2 {code}", $"return 0 nvmlDeviceGetMemoryInfo {code}");

        var reading = nvml.Read();

        Assert.That(reading.MemoryTotalBytes is not null, Is.EqualTo(hasMemory));
        Assert.That(reading.MemoryReservedBytes, Is.Null);
    }

    [Test]
    public void A_card_with_memory_of_its_own_never_shows_the_hosts()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play("return 0 nvmlDeviceGetMemoryInfo_v2 3", "return 0 nvmlDeviceGetMemoryInfo 3");

        Assert.That(nvml.Read().MemoryTotalBytes, Is.Null);
    }

    [Test]
    public void What_processes_used_is_judged_record_by_record()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play("card 0 process_utilization 1", "usage 0 101 1000 40", "usage 0 101 2000 45", "usage 0 0 2000 99", "usage 0 102 0 10", "usage 0 103 2000 3000000000", "usage 0 104 2000 5");
        var first = nvml.Read().ProcessActivities;
        var again = nvml.Read().ProcessActivities;

        Assert.That(first, Is.EquivalentTo(new GpuProcessActivity[] { new(101, 0.45), new(104, 0.05) }));
        Assert.That(again, Is.Empty, "told before");
    }
}
