using Exporter.Gpu;
using Exporter.Gpu.Readings;
using Exporter.Nvml.Survey;

namespace Exporter.Commands.Gpus;

/// <summary>What two readings of a card and a look at the open questions brought.</summary>
/// <param name="Index">The driver's.</param>
/// <param name="Before">The first reading.</param>
/// <param name="After">The second one.</param>
/// <param name="Between">From the begin of the one to the begin of the other.</param>
/// <param name="Findings">What was seen of what is not settled; empty where the card was not read.</param>
internal sealed record InspectedCard(int Index, GpuReadResult Before, GpuReadResult After, TimeSpan Between, IReadOnlyList<NvmlFinding> Findings)
{
    public GpuIdentity? Identity => After.Identity ?? Before.Identity;

    /// <summary>Why there is no second reading; null where there is one.</summary>
    public GpuFailure? Failure => After.Failure;
}
