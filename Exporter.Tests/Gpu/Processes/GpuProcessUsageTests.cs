using System.Globalization;
using Exporter.Gpu.Processes;
using Exporter.Gpu.Readings;

namespace Exporter.Tests.Gpu.Processes;

internal sealed class GpuProcessUsageTests
{
    [Test]
    public void Memory_is_summed_by_owner_and_strangers_are_other()
    {
        var owners = new KnownOwners(new OwnersByPid
        {
            [1] = new("qwen", "VLLM::EngineCor"),
            [2] = new("qwen", "VLLM::EngineCor"),
            [3] = new("qwen", "python3"),
        });

        var usage = GpuProcessUsage.Sum([new(1, 100), new(2, 20), new(3, 3), new(4, 1000), new(5, null)], owners.OwnerOf);

        Assert.That(usage, Is.EquivalentTo(new GpuProcessUsage[]
        {
            new(new("qwen", "VLLM::EngineCor"), 120),
            new(new("qwen", "python3"), 3),
            new(GpuProcessOwner.Other, 1000),
        }));
    }

    [Test]
    public void The_set_of_owners_is_closed_however_many_names_come_by()
    {
        var names = new OwnersByPid();
        for (var pid = 0; pid < 10_000; pid++)
        {
            names[pid] = new("qwen", pid.ToString(CultureInfo.InvariantCulture));
        }

        var owners = new KnownOwners(names);
        var seen = Enumerable.Range(0, 10_000).Select(pid => owners.OwnerOf(new GpuProcess(pid, 1))).ToHashSet();

        Assert.That(seen, Has.Count.EqualTo(GpuProcessUsage.MostOwners));
        Assert.That(seen, Does.Contain(new GpuProcessOwner("qwen", "other")));
    }

    [Test]
    public void What_no_process_holds_is_unattributed()
    {
        Assert.Multiple(() =>
        {
            Assert.That(GpuProcessUsage.Unattributed(Readings.Full), Is.EqualTo(6_000));
            Assert.That(GpuProcessUsage.Unattributed(Readings.Full with { Processes = [] }), Is.EqualTo(40_000));
            Assert.That(GpuProcessUsage.Unattributed(Readings.Full with { Processes = [new(1, 50_000)] }), Is.Zero, "the lists are read after the memory");
            Assert.That(GpuProcessUsage.Unattributed(Readings.Full with { Processes = null }), Is.Null);
            Assert.That(GpuProcessUsage.Unattributed(Readings.Full with { Processes = [new(1, null)] }), Is.Null, "a difference with an unknown part is a guess");
            Assert.That(GpuProcessUsage.Unattributed(Readings.Full with { MemoryReservedBytes = null }), Is.Null, "used holds the reserve then");
        });
    }

    private sealed class OwnersByPid : Dictionary<int, GpuProcessOwner>, IProcessOwners
    {
        public GpuProcessOwner? OwnerOf(int pid) => this.GetValueOrDefault(pid);
    }
}
