using Exporter.Gpu;

namespace Exporter.Nvml;

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

    /// <returns>The reading with what the links carried.</returns>
    public GpuReading Add(GpuReading reading, GpuCounters counters, NvmlTrafficSince? seen)
    {
        var now = time.GetElapsedTime(0);
        var hasPcie = pcie.Ask(query, functions);
        var hasNvlink = nvlink.Ask(query, functions);
        return query.Fatal is not null ? reading : reading with
        {
            PcieReceivedBytes = counters.AddTraffic(GpuTraffic.PcieReceived, hasPcie ? Count(pcie, 0) : null, seen?.PcieReceived, now),
            PcieTransmittedBytes = counters.AddTraffic(GpuTraffic.PcieTransmitted, hasPcie ? Count(pcie, 1) : null, seen?.PcieTransmitted, now),
            NvlinkReceivedBytes = counters.AddTraffic(GpuTraffic.NvlinkReceived, hasNvlink ? Count(nvlink, 0) ?? (Count(nvlink, 2) * Kibibyte) : null, seen?.NvlinkReceived, now),
            NvlinkTransmittedBytes = counters.AddTraffic(GpuTraffic.NvlinkTransmitted, hasNvlink ? Count(nvlink, 1) ?? (Count(nvlink, 3) * Kibibyte) : null, seen?.NvlinkTransmitted, now),
        };
    }

    private double? Count(NvmlFieldBatch batch, int i) => batch.Count64(query, functions, i);
}
