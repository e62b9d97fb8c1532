using Exporter.Gpu.Events;
using Exporter.Gpu.Processes;
using Exporter.Scheduling;
using Microsoft.Extensions.Logging;

namespace Exporter.Gpu.Sampling;

/// <summary>What one session after the other is served with.</summary>
internal sealed record GpuServingParts(
    GpuOptions Options,
    CollectorHealthBoard Board,
    IProcessOwners Owners,
    GpuPatience Patience,
    HangingCalls Hanging,
    GpuXids Xids,
    TimeProvider Time,
    ILogger Logger);
