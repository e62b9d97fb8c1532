using Exporter.Commands.Gpus.Parity;
using Exporter.Nvml;

namespace Exporter.Commands.Gpus;

/// <summary>Everything that a look at the cards brought.</summary>
/// <param name="Driver">What was opened.</param>
/// <param name="Cards">In the driver's order.</param>
/// <param name="Calls">What was asked and how it was answered.</param>
/// <param name="Parity">Side by side with nvidia-smi; null where that was not asked for or could not be had.</param>
/// <param name="ParityProblem">Why nvidia-smi could not be had; null where it could.</param>
internal sealed record GpusReport(string Driver, IReadOnlyList<InspectedCard> Cards, IReadOnlyList<NvmlCall> Calls, IReadOnlyList<CardParity>? Parity, string? ParityProblem);
