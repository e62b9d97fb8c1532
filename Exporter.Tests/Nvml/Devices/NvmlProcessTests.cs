using System.Globalization;
using Exporter.Gpu.Readings;

namespace Exporter.Tests.Nvml.Devices;

/// <summary>The lists of processes, whose records differ between drivers.</summary>
internal sealed class NvmlProcessTests
{
    private const int NotSupported = 3;

    [TestCase(24)]
    [TestCase(32)]
    public void Process_records_of_either_length_are_told_apart(int recordBytes)
    {
        using var nvml = recordBytes == 32 ? new NvmlFixture("nvmlDeviceGetRunningProcessDetailList") : new NvmlFixture();
        nvml.Fake.Play($"record {recordBytes}", "process 0 compute 101 1000", "process 0 compute 102 2000", "process 0 compute 103 none", "process 0 graphics 104 4000");

        Assert.That(nvml.Read().Processes, Is.EquivalentTo(new GpuProcess[] { new(101, 1000), new(102, 2000), new(103, null), new(104, 4000) }));
    }

    [Test]
    public void A_process_in_several_lists_counts_once_and_one_in_several_instances_counts_in_each()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play("process 0 compute 101 1000", "process 0 graphics 101 1000", "process 0 mps 101 1000", "process 0 compute 102 10 1 0", "process 0 compute 102 20 2 0");

        Assert.That(nvml.Read().Processes, Is.EquivalentTo(new GpuProcess[] { new(101, 1000), new(102, 10), new(102, 20) }));
    }

    [Test]
    public void However_many_processes_there_are_they_are_all_listed()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play([.. Enumerable.Range(1000, 950).Select(pid => string.Create(CultureInfo.InvariantCulture, $"process 0 compute {pid} 1"))]);

        Assert.That(nvml.Read().Processes, Has.Count.EqualTo(950));
    }

    [Test]
    public void A_card_that_cannot_list_processes_says_so_by_saying_nothing()
    {
        using var nvml = new NvmlFixture();
        nvml.Fake.Play(
            $"return 0 nvmlDeviceGetComputeRunningProcesses_v3 {NotSupported}",
            $"return 0 nvmlDeviceGetComputeRunningProcesses_v2 {NotSupported}",
            $"return 0 nvmlDeviceGetComputeRunningProcesses {NotSupported}");

        Assert.That(nvml.Read().Processes, Is.Null);
    }
}
