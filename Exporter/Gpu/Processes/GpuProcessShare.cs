using Exporter.Gpu.Readings;

namespace Exporter.Gpu.Processes;

/// <summary>Share of a GPU's multiprocessors used by all processes of one name and target, by the driver's estimate.</summary>
/// <param name="Utilization">0 to 1.</param>
internal sealed record GpuProcessShare(GpuProcessOwner Owner, double Utilization)
{
    /// <summary>Sums by owner. The estimates of one GPU add up to its utilisation at most, give or take their rounding.</summary>
    public static IReadOnlyList<GpuProcessShare> Sum(IReadOnlyList<GpuProcessActivity> processes, Func<GpuProcessActivity, GpuProcessOwner> ownerOf)
    {
        var sums = new Dictionary<GpuProcessOwner, double>();
        foreach (var process in processes)
        {
            var owner = ownerOf(process);
            sums[owner] = sums.GetValueOrDefault(owner) + process.Utilization;
        }

        return [.. sums.Select(sum => new GpuProcessShare(sum.Key, Math.Min(1, sum.Value)))];
    }
}
