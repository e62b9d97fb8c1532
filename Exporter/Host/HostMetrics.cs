using System.Diagnostics.Metrics;
using Exporter.Host.Proc;

namespace Exporter.Host;

/// <summary>Every instrument of the host. The callbacks read the newest snapshot and nothing else.</summary>
internal sealed class HostMetrics : IDisposable
{
    public const string MeterName = "modelhost_exporter.host";

    private readonly Meter meter = new(MeterName);
    private readonly HostCollection collection;

    public HostMetrics(HostCollection collection)
    {
        this.collection = collection;
        AddCpu();
        AddMemory();
        AddPressure();
        AddSystem();
        AddDevices();
    }

    /// <summary>The most series that an instrument of this meter can have.</summary>
    internal static int CardinalityLimit(Instrument instrument) => instrument.Name switch
    {
        "system.cpu.time" => 7,
        "system.memory.usage" => 4,
        "system.paging.usage" or "system.paging.operations" => 2,
        "system.linux.pressure.time" => 6,
        "system.cpu.load" => 3,
        "system.filesystem.usage" or "system.filesystem.limit" => HostReader.FileSystemCapacity,
        "system.disk.io" => 2 * HostReader.DiskCapacity,
        "system.network.io" => 2 * HostReader.NetworkCapacity,
        _ => 1,
    };

    public void Dispose() => meter.Dispose();

    private void AddCpu()
    {
        meter.CreateObservableCounter("system.cpu.time", Read(CpuTime), "s", "Time that all CPUs together have spent in each mode since boot; time of virtual machines is part of user and nice.");
        meter.CreateObservableGauge("system.cpu.utilization", Read(host => One(host.CpuUtilization)), "1", "Share of the time since the reading before in which the CPUs were neither idle nor waiting for a disk, 0 to 1.");
        meter.CreateObservableUpDownCounter("system.cpu.logical.processors", Read(host => One<int>(host.LogicalCpus)), "{cpu}", "Logical CPUs that are online.");
        meter.CreateObservableGauge("system.cpu.load", Read(Load), "{thread}", "Tasks that run, wait for a CPU or for a disk, averaged over the window.");
    }

    private void AddMemory()
    {
        meter.CreateObservableUpDownCounter("system.memory.usage", Read(MemoryUsage), "By", "Memory by state; the states add up to the limit. Cached is page cache and reclaimable slab.");
        meter.CreateObservableUpDownCounter("system.memory.limit", Read(host => One(host.Memory?.TotalBytes)), "By", "Memory that the kernel can use.");
        meter.CreateObservableUpDownCounter("system.memory.linux.available", Read(host => One(host.Memory?.AvailableBytes)), "By", "The kernel's estimate of the memory that programs can take without swapping.");
        meter.CreateObservableGauge("system.memory.utilization", Read(host => One(MemoryUtilization(host.Memory))), "1", "Share of the memory that is not available to programs, 0 to 1.");
        meter.CreateObservableUpDownCounter("system.paging.usage", Read(Paging), "By", "Swap space by state.");
        meter.CreateObservableCounter("system.paging.operations", Read(PagingOperations), "{operation}", "Pages read from (in) and written to (out) swap space since boot.");
        meter.CreateObservableCounter("system.linux.oom_kills", Read(host => One(Signed(host.Events?.OomKills))), "{kill}", "Processes that the kernel killed since boot because memory ran out.");
    }

    private void AddPressure() =>
        meter.CreateObservableCounter("system.linux.pressure.time", Read(PressureTime), "s", "Time since boot in which some, or all, tasks with work waited for the resource (pressure stall information).");

    private void AddSystem() =>
        meter.CreateObservableGauge("system.uptime", Read(host => One(host.Uptime?.Seconds)), "s", "Time since the host was started.");

    private void AddDevices()
    {
        meter.CreateObservableUpDownCounter("system.filesystem.usage", Read(host => host.FileSystems.Select(found => Labelled(found.UsedBytes, "mountpoint", found.MountPoint))), "By", "Bytes that are used in the file system.");
        meter.CreateObservableUpDownCounter("system.filesystem.limit", Read(host => host.FileSystems.Select(found => Labelled(found.LimitBytes, "mountpoint", found.MountPoint))), "By", "Bytes of the file system that can be used without being root: used plus available.");
        meter.CreateObservableCounter("system.disk.io", Read(DiskIo), "By", "Bytes read from and written to a physical disk since boot.");
        meter.CreateObservableCounter("system.network.io", Read(NetworkIo), "By", "Bytes received and transmitted by a network interface since it was made.");
    }

    private static IEnumerable<Measurement<double>> CpuTime(HostSnapshot host)
    {
        if (host.Cpu is not { } cpu)
        {
            yield break;
        }

        yield return Labelled(cpu.UserSeconds, "cpu_mode", "user");
        yield return Labelled(cpu.NiceSeconds, "cpu_mode", "nice");
        yield return Labelled(cpu.SystemSeconds, "cpu_mode", "system");
        yield return Labelled(cpu.IdleSeconds, "cpu_mode", "idle");
        yield return Labelled(cpu.IoWaitSeconds, "cpu_mode", "iowait");
        yield return Labelled(cpu.InterruptSeconds, "cpu_mode", "interrupt");
        yield return Labelled(cpu.StealSeconds, "cpu_mode", "steal");
    }

    private static IEnumerable<Measurement<double>> Load(HostSnapshot host)
    {
        if (host.Load is { } load)
        {
            yield return Labelled(load.OneMinute, "window", "1m");
            yield return Labelled(load.FiveMinutes, "window", "5m");
            yield return Labelled(load.FifteenMinutes, "window", "15m");
        }
    }

    private static IEnumerable<Measurement<long>> MemoryUsage(HostSnapshot host)
    {
        if (host.Memory is { } memory)
        {
            yield return Labelled(memory.UsedBytes, "system_memory_state", "used");
            yield return Labelled(memory.FreeBytes, "system_memory_state", "free");
            yield return Labelled(memory.CachedBytes, "system_memory_state", "cached");
            yield return Labelled(memory.BuffersBytes, "system_memory_state", "buffers");
        }
    }

    private static double? MemoryUtilization(MemoryInfo? memory) =>
        memory is { TotalBytes: > 0, AvailableBytes: { } available } ? Math.Clamp(1 - ((double)available / memory.TotalBytes), 0, 1) : null;

    private static IEnumerable<Measurement<long>> Paging(HostSnapshot host)
    {
        if (host.Memory is { SwapTotalBytes: { } total, SwapFreeBytes: { } free })
        {
            yield return Labelled(Math.Max(0, total - free), "system_paging_state", "used");
            yield return Labelled(free, "system_paging_state", "free");
        }
    }

    private static IEnumerable<Measurement<long>> PagingOperations(HostSnapshot host) =>
        LabelledWhereKnown("system_paging_direction", ("in", Signed(host.Events?.SwappedInPages)), ("out", Signed(host.Events?.SwappedOutPages)));

    private static IEnumerable<Measurement<double>> PressureTime(HostSnapshot host)
    {
        foreach (var (resource, pressure) in new[] { ("cpu", host.CpuPressure), ("memory", host.MemoryPressure), ("io", host.IoPressure) })
        {
            if (pressure?.SomeSeconds is { } some)
            {
                yield return Labelled(some, "resource", resource, "kind", "some");
            }

            if (pressure?.FullSeconds is { } full)
            {
                yield return Labelled(full, "resource", resource, "kind", "full");
            }
        }
    }

    private static IEnumerable<Measurement<double>> DiskIo(HostSnapshot host)
    {
        foreach (var disk in host.Disks)
        {
            yield return Labelled(disk.ReadBytes, "system_device", disk.Device, "disk_io_direction", "read");
            yield return Labelled(disk.WrittenBytes, "system_device", disk.Device, "disk_io_direction", "write");
        }
    }

    private static IEnumerable<Measurement<double>> NetworkIo(HostSnapshot host)
    {
        foreach (var network in host.Networks)
        {
            yield return Labelled(network.ReceivedBytes, "network_interface_name", network.Name, "network_io_direction", "receive");
            yield return Labelled(network.TransmittedBytes, "network_interface_name", network.Name, "network_io_direction", "transmit");
        }
    }

    /// <summary>A callback that makes the measurements once for each snapshot; scrapes between two readings get the same ones.</summary>
    private Func<IEnumerable<Measurement<T>>> Read<T>(Func<HostSnapshot, IEnumerable<Measurement<T>>> map)
        where T : struct
    {
        HostSnapshot? mapped = null;
        Measurement<T>[] measurements = [];
        return () =>
        {
            var snapshot = collection.Snapshot;
            if (!ReferenceEquals(snapshot, mapped))
            {
                measurements = snapshot is null ? [] : [.. map(snapshot)];
                mapped = snapshot;
            }

            return measurements;
        };
    }

    private static IEnumerable<Measurement<T>> One<T>(T? value)
        where T : struct => value is { } known ? [new Measurement<T>(known)] : [];

    private static IEnumerable<Measurement<long>> LabelledWhereKnown(string label, params (string Value, long? Measured)[] series) =>
        series.Where(one => one.Measured is not null).Select(one => Labelled(one.Measured!.Value, label, one.Value));

    private static long? Signed(ulong? count) => count is { } value and <= long.MaxValue ? (long)value : null;

    private static Measurement<T> Labelled<T>(T value, string label, string content)
        where T : struct => new(value, new KeyValuePair<string, object?>(label, content));

    private static Measurement<T> Labelled<T>(T value, string label, string content, string label2, string content2)
        where T : struct => new(value, new KeyValuePair<string, object?>(label, content), new KeyValuePair<string, object?>(label2, content2));
}
