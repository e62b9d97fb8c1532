using Exporter.Gpu.Readings;
using Exporter.Nvml.Native;

namespace Exporter.Nvml.Devices;

/// <summary>Bytes over PCIe and NVLink: the driver's counts where it has them, else what the performance counters tell. Used by one thread.</summary>
internal sealed class NvmlTraffic(NvmlQuery query, NvmlFunctions functions, TimeProvider time)
{
    private const double Kibibyte = 1024;

    private readonly NvmlFieldBatch pcie = new(2, NvmlField.PcieReceived, NvmlField.PcieTransmitted);

    private readonly NvmlFieldBatch nvlink = new(3,
    [
        (NvmlField.Nvlink5Received, NvmlFieldBatch.AllLinks),
        (NvmlField.Nvlink5Transmitted, NvmlFieldBatch.AllLinks),
        (NvmlField.NvlinkReceived, NvmlFieldBatch.AllLinks),
        (NvmlField.NvlinkTransmitted, NvmlFieldBatch.AllLinks),
    ]);

    private readonly double?[] bytes = new double?[4];

    /// <summary>Bytes so far, by <see cref="GpuTraffic"/>; all null where nothing tells them. Valid until the next call.</summary>
    /// <param name="counters">The totals of the GPU.</param>
    /// <param name="seen">What the performance counters saw since the reading before.</param>
    public ReadOnlySpan<double?> Read(GpuCounters counters, NvmlTrafficSince? seen)
    {
        var now = time.GetElapsedTime(0);
        var hasPcie = pcie.Ask(query, functions);
        var hasNvlink = nvlink.Ask(query, functions);
        if (query.Fatal is not null)
        {
            Array.Clear(bytes);
            return bytes;
        }

        Add(GpuTraffic.PcieReceived, hasPcie ? Count(pcie, 0) : null, seen?.PcieReceived);
        Add(GpuTraffic.PcieTransmitted, hasPcie ? Count(pcie, 1) : null, seen?.PcieTransmitted);
        Add(GpuTraffic.NvlinkReceived, hasNvlink ? Count(nvlink, 0) ?? (Count(nvlink, 2) * Kibibyte) : null, seen?.NvlinkReceived);
        Add(GpuTraffic.NvlinkTransmitted, hasNvlink ? Count(nvlink, 1) ?? (Count(nvlink, 3) * Kibibyte) : null, seen?.NvlinkTransmitted);
        return bytes;

        void Add(GpuTraffic what, double? count, double? otherwise) => bytes[(int)what] = counters.AddTraffic(what, count, otherwise, now);
    }

    private double? Count(NvmlFieldBatch batch, int i) => batch.Count64(query, functions, i);
}
