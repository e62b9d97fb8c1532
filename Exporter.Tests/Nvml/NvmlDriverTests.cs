using Exporter.Nvml;
using Exporter.Nvml.Kernel;
using Exporter.Tests.NativeNvml;
using Exporter.Tests.Support;

namespace Exporter.Tests.Nvml;

internal sealed class NvmlDriverTests
{
    [Test]
    public void It_opens_the_library_it_was_told_to_and_says_which()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play("count 8", "driver_version 595.45.04", "nvml_version 13.595.45.04");

        Assert.Multiple(() =>
        {
            Assert.That(nvml.Session.Readers.Select(reader => reader.Index), Is.EqualTo(Enumerable.Range(0, 8)));
            Assert.That(nvml.Session.DriverVersion, Is.EqualTo("595.45.04"));
            Assert.That(nvml.Session.Description, Is.EqualTo($"{nvml.Fake.LibraryPath} (NVML 13.595.45.04)"));
        });
    }

    [Test]
    public void A_path_that_leads_nowhere_is_library_not_found()
    {
        var why = Driver(new NvmlDriverOptions { LibraryPath = "/nowhere/libnvidia-ml.so.1" }).Open().Unavailable!;

        Assert.That(why.Reason, Is.EqualTo("library_not_found"));
        Assert.That(why.Words, Does.Contain("/nowhere/libnvidia-ml.so.1").And.Contain("gpu.library"));
    }

    [Test]
    public void A_file_that_is_no_library_is_unusable()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("libnvidia-ml.so.1", "not an ELF file");

        Assert.That(Driver(new NvmlDriverOptions { LibraryPath = path }).Open().Unavailable!.Reason, Is.EqualTo("library_unusable"));
    }

    [Test]
    public void A_library_that_is_not_nvml_is_unusable()
    {
        using var fake = new FakeNvml("nvmlInit_v2");

        Assert.That(Driver(new NvmlDriverOptions { LibraryPath = fake.LibraryPath }).Open().Unavailable!.Reason, Is.EqualTo("library_unusable"));
    }

    [TestCase(9, "driver_not_loaded", "modprobe nvidia")]
    [TestCase(4, "no_permission", "/dev/nvidia")]
    [TestCase(18, "lib_rm_version_mismatch", "reboot")]
    [TestCase(12, "library_not_found", "install")]
    [TestCase(17, "operating_system", "device policy")]
    [TestCase(999, "unknown", "container")]
    [TestCase(1234, "unrecognized", "nvidia-smi")]
    public void An_init_that_fails_says_why_and_what_to_do(int code, string reason, string advice)
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play($"return - nvmlInit_v2 {code}");

        var why = nvml.Driver.Open().Unavailable!;

        Assert.That(why.Reason, Is.EqualTo(reason));
        Assert.That(why.Words, Does.Contain(advice));
    }

    [Test]
    public void A_driver_without_a_card_is_no_device_and_is_closed_again()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play("count 0");

        var why = nvml.Driver.Open().Unavailable!;

        Assert.That(why.Reason, Is.EqualTo("no_device"));
        Assert.That(nvml.Fake.CountOf("nvmlShutdown"), Is.EqualTo(1));
    }

    [Test]
    public void Nothing_is_opened_where_nothing_of_nvidias_is_seen()
    {
        using var host = new TemporaryFolder();
        host.Write("sys/bus/pci/devices/0000:00:02.0/vendor", "0x8086\n");

        var why = Driver(new NvmlDriverOptions { ProcRoot = host.PathOf("proc"), SysRoot = host.PathOf("sys") }).Open().Unavailable!;

        Assert.That(why.Reason, Is.EqualTo("no_device"));
        Assert.That(why.Words, Does.Contain("gpu.enabled"));
    }

    [TestCase("proc/driver/nvidia/version")]
    [TestCase("sys/bus/pci/devices/0000:3b:00.0/vendor")]
    [TestCase("sys/class/misc/dxg/dev")]
    public void A_trace_of_nvidia_is_enough_to_look_further(string trace)
    {
        using var host = new TemporaryFolder();
        host.Write("sys/bus/pci/devices/0000:00:02.0/vendor", "0x8086\n");
        host.Write(trace, "0x10de\n");

        Assert.That(NvidiaPresence.IsLikely(host.PathOf("proc"), host.PathOf("sys")), Is.True);
        Assert.That(NvidiaPresence.IsLikely(host.PathOf("other"), host.PathOf("other")), Is.False);
    }

    [Test]
    public void Pci_devices_are_links_as_the_kernel_makes_them()
    {
        using var host = new TemporaryFolder();
        host.Write("sys/devices/pci0000:3a/0000:3b:00.0/vendor", "0x10de\n");
        Directory.CreateDirectory(host.PathOf("sys/bus/pci/devices"));
        Directory.CreateSymbolicLink(host.PathOf("sys/bus/pci/devices/0000:3b:00.0"), host.PathOf("sys/devices/pci0000:3a/0000:3b:00.0"));

        Assert.That(NvidiaPresence.IsLikely(host.PathOf("proc"), host.PathOf("sys")), Is.True);
    }

    [Test]
    public void Forced_opens_the_driver_without_looking_for_traces()
    {
        using var host = new TemporaryFolder();

        var opening = Driver(new NvmlDriverOptions { ProcRoot = host.PathOf("proc"), SysRoot = host.PathOf("sys"), Forced = true }).Open();
        opening.Session?.Dispose();

        // With a driver on the testing machine it opens; without, it must have looked for the library.
        Assert.That(opening.Session is not null || opening.Unavailable!.Reason != "no_device" || opening.Unavailable.Words.Contains("sees no GPU", StringComparison.Ordinal), Is.True);
    }

    [Test]
    public void A_library_that_was_replaced_is_loaded_anew()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play("return - nvmlInit_v2 18");
        var before = nvml.Driver.Open().Unavailable!.Reason;

        nvml.Fake.Replace("nvmlDeviceGetTemperatureV", "nvmlDeviceGetTemperature");
        nvml.Fake.Play();
        var reading = nvml.Read();

        Assert.That(before, Is.EqualTo("lib_rm_version_mismatch"));
        Assert.That(reading.TemperatureGpuCelsius, Is.Null, "the mapped library is the new one, which lacks these");
        Assert.That(reading.PowerWatts, Is.EqualTo(310.5));
    }

    [Test]
    public void Handles_of_an_earlier_session_are_never_used_with_a_later_one()
    {
        using var nvml = new NvmlFixture();
        nvml.Read();
        nvml.Session.Dispose();

        using var second = nvml.Driver.Open().Session!;
        var result = second.Readers[0].Read();

        Assert.That(result.Failure, Is.Null, "the fake refuses handles of another generation");
        Assert.That(nvml.Fake.CountOf("nvmlDeviceGetHandleByIndex_v2", card: 0), Is.EqualTo(2));
    }

    private static NvmlDriver Driver(NvmlDriverOptions options) => new(options, TimeProvider.System, new RecordingLogger());
}
