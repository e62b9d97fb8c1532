using Exporter.Gpu.Events;
using Exporter.Nvml;
using Exporter.Tests.NativeNvml;
using Exporter.Tests.Support;
using static Exporter.Tests.Nvml.RunningGpus;

namespace Exporter.Tests.Nvml;

/// <summary>The driver's events and the kernel's log, over the fake library.</summary>
internal sealed class NvmlEventTests
{
    [Test]
    public async Task An_xid_that_event_and_kernel_log_tell_of_is_counted_once_and_what_only_one_tells_of_too()
    {
        using var fake = new FakeNvml();
        using var folder = new TemporaryFolder();
        var log = folder.Write("kmsg", "6,1,1,-;NVRM: Xid (PCI:0000:3c:00): 48, before the start\n");
        fake.Play("count 2");
        await using var gpus = new RunningGpus(fake, kernelLog: log);
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
        await using var gpus = new RunningGpus(fake);
        gpus.AwaitReadings(1);
        Eventually(() => fake.CountOf("nvmlDeviceRegisterEvents", 0) == 1);

        fake.Play("count 1", "card 0 resets 1");
        Eventually(() => fake.CountOf("nvmlDeviceRegisterEvents", 0) == 2 && gpus.Collection.Read() is [{ Reading: not null }]);
        fake.Play("count 1", "card 0 resets 1", "event 1 0 0x8 119");
        Eventually(() => gpus.Xid(0, "119") == 1);
        Assert.That(fake.CountOf("nvmlInit_v2"), Is.EqualTo(1));
    }

    [Test]
    public async Task A_changed_mig_layout_is_enumerated_anew_as_soon_as_the_driver_tells_of_it()
    {
        using var fake = new FakeNvml();
        fake.Play(FakeDrivers.Mig);
        await using var gpus = new RunningGpus(fake);
        Eventually(() => Instances(gpus) is [3, 5] && fake.CountOf("nvmlDeviceRegisterEvents", 0) == 1);

        // The handle of the place stays, so that the layout is seen only where it is looked for.
        string[] changed = [.. FakeDrivers.Mig, "card 0 mig_0 7", "card 0 mig_0_uuid MIG-another"];
        fake.Play([.. changed, "event 1 0 0x100 0"]);
        Eventually(() => Instances(gpus) is [7, 5]);

        Assert.Multiple(() =>
        {
            Assert.That(fake.CountOf("nvmlDeviceGetHandleByIndex_v2", 0), Is.EqualTo(2), "the event had the card taken anew");
            Assert.That(fake.CountOf("nvmlInit_v2"), Is.EqualTo(1));
            Assert.That(gpus.Collection.Read()[0].Reading!.Instances[0].Uuid, Is.EqualTo("MIG-another"));
        });
        Eventually(() => fake.CountOf("nvmlDeviceRegisterEvents", 0) == 2);
    }

    [Test]
    public async Task The_events_are_freed_before_the_driver_is_closed()
    {
        using var fake = new FakeNvml();
        var gpus = new RunningGpus(fake);
        gpus.AwaitReadings(1);
        Eventually(() => fake.CountOf("nvmlEventSetWait_v2") > 0);
        await gpus.DisposeAsync();

        var order = fake.Calls.Select(call => call.Function).ToList();
        Assert.That(order, Does.Contain("nvmlEventSetFree").And.Contain("nvmlShutdown"));
        Assert.That(order.IndexOf("nvmlEventSetFree"), Is.LessThan(order.IndexOf("nvmlShutdown")));
        Assert.That(order[^1], Is.EqualTo("nvmlShutdown"));
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

    private static uint[]? Instances(RunningGpus gpus) =>
        gpus.Collection.Read() is [{ Reading: { } reading }] ? [.. reading.Instances.Select(part => part.GpuInstanceId)] : null;
}
