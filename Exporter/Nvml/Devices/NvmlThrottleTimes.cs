using Exporter.Gpu.Readings;
using Exporter.Nvml.Native;

namespace Exporter.Nvml.Devices;

/// <summary>The driver's counters of throttled time. Used by one thread.</summary>
internal sealed class NvmlThrottleTimes
{
    private readonly NvmlFieldBatch batch;
    private readonly bool hasThermal;

    /// <param name="driverVersion">Decides which fields there are.</param>
    public NvmlThrottleTimes(string? driverVersion)
    {
        uint[] stable = [NvmlField.ThrottledSwPowerCap, NvmlField.ThrottledSyncBoost];
        var fields = NvmlBranch.ThrottleFields(driverVersion);
        hasThermal = fields is not null;
        batch = new NvmlFieldBatch(1, fields is var (swThermal, hwThermal, powerBrake) ? [.. stable, swThermal, hwThermal, powerBrake] : stable);
    }

    public GpuThrottleCounts Read(NvmlQuery query, NvmlFunctions functions)
    {
        if (!batch.Ask(query, functions))
        {
            return default;
        }

        return new GpuThrottleCounts(Count(0), Count(1), hasThermal ? Count(2) : null, hasThermal ? Count(3) : null, hasThermal ? Count(4) : null);

        double? Count(int i) => batch.Count64(query, functions, i);
    }
}
