using System.Runtime.InteropServices;
using Exporter.Commands.Gpus;
using Exporter.Gpu.Metrics;
using Exporter.Nvml.Native;

namespace Exporter.Tests.Commands.Gpus;

/// <summary>No series of the catalogue can be missing without words about it.</summary>
internal sealed class ReadingSourcesTests
{
    [Test]
    public void Every_series_of_the_catalogue_has_its_source()
    {
        var known = ReadingSources.All.Select(source => (source.Metric, source.Labels)).ToList();
        var needed = GpuMetricCatalog.Rows.Where(row => !ReadingSources.CountedByTheDaemon.Contains(row.Name))
            .SelectMany(row => row.LabelValues.Count == 0 ? [(row.Name, (string?)null)] : row.LabelValues.Select(value => (row.Name, (string?)value)));

        Assert.That(needed.Where(series => !known.Contains(series) && !(series.Item2 is null && known.Exists(source => source.Metric == series.Name))), Is.Empty);
        Assert.That(known.Select(source => source.Metric).Except(GpuMetricCatalog.Rows.Select(row => row.Name)), Is.Empty);
        Assert.That(known, Is.Unique);
    }

    [Test]
    public void Every_source_is_a_function_that_is_called()
    {
        var functions = new NvmlFunctions(NativeLibrary.GetMainProgramHandle());
        var names = typeof(NvmlFunctions).GetProperties().Select(property => property.GetValue(functions)).OfType<NvmlFunction>().Select(function => function.Name).ToHashSet();

        Assert.That(ReadingSources.All.SelectMany(source => source.Calls).Select(call => call.Split('(')[0]).Distinct().Except(names), Is.EqualTo(new[] { "nvmlDeviceGetComputeRunningProcesses_v3" }));
    }
}
