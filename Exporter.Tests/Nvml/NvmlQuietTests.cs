using System.Net.Sockets;
using Exporter.Nvml;
using Exporter.Nvml.Kernel;
using Exporter.Tests.NativeNvml;
using Exporter.Tests.Support;

namespace Exporter.Tests.Nvml;

/// <summary>Sleeping cards are not woken, and what is wrong with the device nodes is said in words.</summary>
internal sealed class NvmlQuietTests
{
    private const string Status = "sys/bus/pci/devices/0000:3b:00.0/power/runtime_status";

    [Test]
    public void A_card_that_sleeps_is_asked_nothing_until_it_wakes()
    {
        using var fake = new FakeNvml();
        using var host = new TemporaryFolder();
        host.Write("sys/bus/pci/devices/0000:3b:00.0/power/control", "auto\n");
        host.Write(Status, "active\n");
        using var session = Driver(fake, host).Open().Session!;
        var awake = session.Readers[0].Read();

        host.Overwrite(Status, "suspended\n");
        var calls = fake.Calls.Count;
        var asleep = session.Readers[0].Read();
        var callsAsleep = fake.Calls.Count;
        host.Overwrite(Status, "active\n");

        Assert.Multiple(() =>
        {
            Assert.That(awake.Failure, Is.Null);
            Assert.That(asleep.Failure!.Reason, Is.EqualTo("suspended"));
            Assert.That(asleep.Identity, Is.EqualTo(awake.Identity));
            Assert.That(callsAsleep, Is.EqualTo(calls));
            Assert.That(session.Readers[0].Read().Failure, Is.Null);
        });
    }

    [Test]
    public void A_host_whose_cards_all_sleep_is_not_even_opened()
    {
        using var fake = new FakeNvml();
        using var host = new TemporaryFolder();
        host.Write("proc/driver/nvidia/gpus/0000:3b:00.0/information", "");
        host.Write(Status, "suspended\n");
        var driver = Driver(fake, host);
        var traces = driver.Traces();

        var why = driver.Open().Unavailable!;
        host.Write(Status, "active\n");

        Assert.That(why.Reason, Is.EqualTo("suspended"));
        Assert.That(fake.Calls, Is.Empty);
        Assert.That(driver.Traces(), Is.Not.EqualTo(traces), "the pause ends when one wakes");
    }

    [Test]
    public void A_library_of_another_version_than_the_kernel_module_is_an_upgrade_that_is_pending()
    {
        using var fake = new FakeNvml();
        using var host = new TemporaryFolder();
        host.Write("sys/module/nvidia/version", "580.65.06\n");
        using var session = Driver(fake, host).Open().Session!;
        var same = session.PendingUpgrade();

        host.Write("sys/module/nvidia/version", "595.45.04\n");

        Assert.That(same, Is.Null);
        Assert.That(session.PendingUpgrade(), Does.Contain("580.65.06").And.Contain("595.45.04").And.Contain("reboot"));
    }

    [Test]
    public void Missing_nodes_and_nodes_without_a_driver_are_told_apart()
    {
        using var host = new TemporaryFolder();
        Directory.CreateDirectory(host.PathOf("empty"));
        Directory.CreateDirectory(host.PathOf("dev"));

        // The kernel answers the opening of a socket's node as it does that of a device without a driver.
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(host.PathOf("dev/nvidiactl")));

        Assert.That(NvmlDeviceNodes.Diagnose(host.PathOf("empty")), Does.Contain("ENOENT"));
        Assert.That(NvmlDeviceNodes.Diagnose(host.PathOf("dev")), Does.Contain("ENXIO"));
    }

    [TestCase(1, "device policy")]
    [TestCase(13, "groups")]
    [TestCase(19, "kernel module is not loaded")]
    public void An_error_at_the_node_has_words(int error, string words) =>
        Assert.That(NvmlDeviceNodes.Words("/dev/nvidiactl", (Errno)error), Does.Contain(words));

    private static NvmlDriver Driver(FakeNvml fake, TemporaryFolder host) => new(
        new NvmlDriverOptions { LibraryPath = fake.LibraryPath, ProcRoot = host.PathOf("proc"), SysRoot = host.PathOf("sys"), DevRoot = host.PathOf("dev") },
        TimeProvider.System,
        new RecordingLogger());
}
