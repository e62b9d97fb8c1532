using Exporter.Gpu;
using Exporter.Gpu.Readings;

namespace Exporter.Tests.Nvml.Devices;

/// <summary>Every reading through the loader, the symbols and the structs.</summary>
internal sealed class NvmlDeviceTests
{
    private const int NotSupported = 3;
    private const int GpuIsLost = 15;

    [Test]
    public void A_card_tells_who_it_is()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play("count 2", "card 1 pci_domain 0x10001", "card 1 pci_bus 0xc1", "card 1 pci_device 0x1f");

        var identity = nvml.Session.Readers[1].Read().Identity;

        Assert.That(identity, Is.EqualTo(new GpuIdentity
        {
            Uuid = "GPU-fa4e0000-0000-4000-8000-000000000001",
            Model = "Fake-80GB",
            Vendor = "NVIDIA",
            SerialNumber = "1650000000001",
            DriverVersion = "580.65.06",
            FirmwareVersion = "96.00.99.00.01",
            PciBusId = "10001:c1:1f.0",
            ComputeCapability = "9.0",
            Architecture = "hopper",
        }));
    }

    [Test]
    public void Every_reading_arrives_in_base_units()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play(
            "card 0 util_encoder 11", "card 0 util_decoder 12", "card 0 util_jpeg 13", "card 0 util_ofa 14",
            "card 0 fans 2", "card 0 fan_0 41", "card 0 fan_1 104", "card 0 pstate 2", "card 0 throttle 0x45",
            "card 0 pcie_gen 4", "card 0 pcie_width 8",
            "field 0 82 1 52", "field 0 185 1 305250", "field 0 186 1 311750",
            "process 0 compute 101 30000");

        var reading = nvml.Read();

        Assert.That(reading with { FanSpeedRatios = [], Processes = null, ThrottledTime = null, Health = GpuHealth.Unknown, Instances = [] }, Is.EqualTo(new GpuReading
        {
            UtilizationGeneral = 0.57,
            UtilizationMemory = 0.23,
            UtilizationEncoder = 0.11,
            UtilizationDecoder = 0.12,
            UtilizationJpeg = 0.13,
            UtilizationOfa = 0.14,
            MemoryTotalBytes = 85520809984,
            MemoryUsedBytes = 42949672960,
            MemoryReservedBytes = 643825664,
            PowerWatts = 311.75,
            PowerAverageWatts = 305.25,
            PowerLimitEnforcedWatts = 700,
            EnergyJoules = 123456789.012,
            TemperatureGpuCelsius = 46,
            TemperatureMemoryCelsius = 52,
            FanSpeedRatios = [],
            ClockGraphicsHertz = 1755e6,
            ClockSmHertz = 1756e6,
            ClockMemoryHertz = 2619e6,
            ClockVideoHertz = 1545e6,
            PerformanceState = 2,
            ThrottleReasons = GpuThrottleReasons.SwPowerCap | GpuThrottleReasons.HwThermal,
            PcieGeneration = 4,
            PcieWidth = 8,
            Limits = new GpuLimits
            {
                PowerDefaultWatts = 700,
                PowerMinWatts = 200,
                PowerMaxWatts = 700,
                TemperatureSlowdownCelsius = 92,
                TemperatureShutdownCelsius = 95,
                TemperatureMaxOperatingCelsius = 87,
                ClockGraphicsHertz = 1980e6,
                ClockSmHertz = 1981e6,
                ClockMemoryHertz = 2620e6,
                ClockVideoHertz = 1546e6,
                PcieGeneration = 5,
                PcieWidth = 16,
            },
        }));
        Assert.That(reading.FanSpeedRatios, Is.EqualTo(new double?[] { 0.41, 1.04 }));
        Assert.That(reading.Processes, Is.EqualTo(new GpuProcess[] { new(101, 30000) }));
    }

    [Test]
    public void An_idle_card_is_not_throttled_and_every_reason_has_its_bit()
    {
        using var nvml = new NvmlFixture();

        var seen = new List<GpuThrottleReasons?>();
        foreach (var mask in new[] { 0x1, 0x2, 0x4, 0x8, 0x10, 0x20, 0x40, 0x80, 0x100 })
        {
            nvml.Fake.Play($"card 0 throttle 0x{mask:x}");
            seen.Add(nvml.Read().ThrottleReasons);
        }

        Assert.That(seen, Is.EqualTo(new GpuThrottleReasons?[]
        {
            GpuThrottleReasons.None, GpuThrottleReasons.AppClocks, GpuThrottleReasons.SwPowerCap, GpuThrottleReasons.HwSlowdown, GpuThrottleReasons.SyncBoost,
            GpuThrottleReasons.SwThermal, GpuThrottleReasons.HwThermal, GpuThrottleReasons.HwPowerBrake, GpuThrottleReasons.Display,
        }));
    }

    [Test]
    public void An_old_library_gives_what_its_older_functions_give()
    {
        using var nvml = new NvmlFixture(
            "nvmlDeviceGetTemperatureV", "nvmlDeviceGetMemoryInfo_v2", "nvmlDeviceGetCurrentClocksEventReasons", "nvmlDeviceGetNumFans", "nvmlDeviceGetFanSpeed_v2",
            "nvmlDeviceGetJpgUtilization", "nvmlDeviceGetOfaUtilization", "nvmlDeviceGetComputeRunningProcesses_v3", "nvmlDeviceGetComputeRunningProcesses_v2",
            "nvmlDeviceGetConfComputeMemSizeInfo", "nvmlDeviceGetRunningProcessDetailList", "nvmlDeviceGetArchitecture");
        nvml.Fake.Play("driver_version 450.119.04", "card 0 throttle 0x4", "process 0 compute 101 30000", "process 0 compute 102 40000");

        var reading = nvml.Read();

        Assert.Multiple(() =>
        {
            Assert.That(reading.TemperatureGpuCelsius, Is.EqualTo(46));
            Assert.That((reading.MemoryUsedBytes, reading.MemoryReservedBytes), Is.EqualTo(((long?)42949672960 + 643825664, (long?)null)));
            Assert.That(reading.ThrottleReasons, Is.EqualTo(GpuThrottleReasons.SwPowerCap));
            Assert.That(reading.FanSpeedRatios, Is.EqualTo(new double?[] { 0.3 }));
            Assert.That((reading.UtilizationJpeg, reading.UtilizationOfa), Is.EqualTo(((double?)null, (double?)null)));
            Assert.That(reading.PowerWatts, Is.EqualTo(310.5), "without the field, the older call");
            Assert.That(reading.Processes, Is.EqualTo(new GpuProcess[] { new(101, 30000), new(102, 40000) }));
        });
    }

    [Test]
    public void What_the_card_does_not_support_is_null_and_asked_again_only_after_a_while()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play($"return 0 nvmlDeviceGetTotalEnergyConsumption {NotSupported}", $"return 0 nvmlDeviceGetClockInfo {NotSupported}");

        for (var round = 0; round < 5; round++)
        {
            var reading = nvml.Read();
            Assert.That((reading.EnergyJoules, reading.ClockSmHertz, reading.PerformanceState), Is.EqualTo(((double?)null, (double?)null, (int?)0)));
        }

        nvml.Fake.Play();
        var stillCached = nvml.Read().EnergyJoules;
        nvml.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Multiple(() =>
        {
            Assert.That(nvml.Fake.CountOf("nvmlDeviceGetTotalEnergyConsumption", card: 0), Is.EqualTo(1));
            Assert.That(nvml.Fake.CountOf("nvmlDeviceGetClockInfo", card: 0), Is.EqualTo(4), "one answer for each of the four clocks");
            Assert.That(stillCached, Is.Null);
            Assert.That(nvml.Read().EnergyJoules, Is.EqualTo(123456789.012));
        });
    }

    [Test]
    public void A_call_that_fails_for_the_moment_is_asked_again_the_next_time()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play("return 0 nvmlDeviceGetTotalEnergyConsumption 999");
        var during = nvml.Read().EnergyJoules;
        nvml.Fake.Play();

        Assert.That(during, Is.Null);
        Assert.That(nvml.Read().EnergyJoules, Is.EqualTo(123456789.012));
    }

    [Test]
    public void A_field_is_decoded_by_its_own_type_and_believed_by_its_own_code()
    {
        using var nvml = new NvmlFixture();

        nvml.Fake.Play("field 0 82 5 -3", "field 0 185 3 305250", "field 0 186 0 311750.5", "field_return 0 185 999");
        var reading = nvml.Read();

        Assert.Multiple(() =>
        {
            Assert.That(reading.TemperatureMemoryCelsius, Is.EqualTo(-3));
            Assert.That(reading.PowerWatts, Is.EqualTo(311.7505));
            Assert.That(reading.PowerAverageWatts, Is.Null);
        });
    }

    [Test]
    public void Limits_are_not_asked_for_at_every_reading()
    {
        using var nvml = new NvmlFixture();

        nvml.Read();
        nvml.Read();
        var asked = nvml.Fake.CountOf("nvmlDeviceGetPowerManagementDefaultLimit", card: 0);
        nvml.Fake.Play("card 0 power_default 600000");
        nvml.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.That(asked, Is.EqualTo(1));
        Assert.That(nvml.Read().Limits.PowerDefaultWatts, Is.EqualTo(600));
    }

    [Test]
    public void A_card_that_falls_off_the_bus_in_the_middle_of_a_reading_is_asked_nothing_more()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play("count 2", $"return 0 nvmlDeviceGetMemoryInfo_v2 {GpuIsLost}");

        var lost = nvml.Session.Readers[0].Read();

        Assert.Multiple(() =>
        {
            Assert.That(lost.Reading, Is.Null);
            Assert.That((lost.Failure!.Scope, lost.Failure.Reason), Is.EqualTo((GpuFailureScope.Card, "gpu_is_lost")));
            Assert.That(lost.Identity!.Uuid, Does.EndWith("0"));
            Assert.That(nvml.Fake.CountOf("nvmlDeviceGetPowerUsage", card: 0), Is.Zero);
            Assert.That(nvml.Read(card: 1).PowerWatts, Is.EqualTo(310.5));
        });
    }

    [Test]
    public void A_lost_card_is_read_again_through_a_new_handle_once_it_is_back()
    {
        using var nvml = new NvmlFixture();
        nvml.Read();
        nvml.Fake.Play($"return 0 * {GpuIsLost}");
        var lost = nvml.Session.Readers[0].Read().Failure?.Reason;
        nvml.Session.Readers[0].Read();
        nvml.Fake.Play();

        Assert.That(lost, Is.EqualTo("gpu_is_lost"));
        Assert.That(nvml.Read().PowerWatts, Is.EqualTo(310.5));
        Assert.That(nvml.Fake.CountOf("nvmlDeviceGetHandleByIndex_v2", card: 0), Is.EqualTo(3));
    }

    [TestCase(1, GpuFailureScope.Session, "uninitialized")]
    [TestCase(9, GpuFailureScope.Session, "driver_not_loaded")]
    [TestCase(16, GpuFailureScope.Card, "reset_required")]
    [TestCase(18, GpuFailureScope.Session, "lib_rm_version_mismatch")]
    [TestCase(28, GpuFailureScope.Card, "gpu_not_found")]
    [TestCase(17, GpuFailureScope.Reading, "operating_system")]
    [TestCase(999, GpuFailureScope.Reading, "unknown")]
    [TestCase(4, GpuFailureScope.Reading, "no_permission")]
    public void A_card_that_answers_nothing_but_this_says_why(int code, GpuFailureScope scope, string reason)
    {
        using var nvml = new NvmlFixture();
        nvml.Read();
        nvml.Fake.Play($"return 0 * {code}");

        // The round in which it happens may have the handle still; the next one has not.
        nvml.Session.Readers[0].Read();
        var failure = nvml.Session.Readers[0].Read().Failure!;

        Assert.That((failure.Scope, failure.Reason), Is.EqualTo((scope, reason)));
    }

    [Test]
    public void Readers_of_a_closed_session_call_nothing_more()
    {
        using var nvml = new NvmlFixture();
        var reader = nvml.Session.Readers[0];
        nvml.Session.Dispose();
        var calls = nvml.Fake.Calls.Count;

        var failure = reader.Read().Failure!;

        Assert.That((failure.Scope, failure.Reason), Is.EqualTo((GpuFailureScope.Session, "uninitialized")));
        Assert.That(nvml.Fake.Calls, Has.Count.EqualTo(calls));
    }
}
