using System.Runtime.CompilerServices;

namespace Exporter.Nvml.Native;

/// <summary>As many metrics as the newest library has room for.</summary>
[InlineArray(Length)]
internal struct NvmlGpmMetricArray
{
    public const int Length = 333;

    private NvmlGpmMetric first;
}
