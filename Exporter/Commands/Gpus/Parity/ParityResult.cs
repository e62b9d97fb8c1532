namespace Exporter.Commands.Gpus.Parity;

/// <summary>One reading side by side.</summary>
/// <param name="Reading">Its name.</param>
/// <param name="Unit">nvidia-smi's; empty for a text or a plain number.</param>
/// <param name="Ours">As it was before and after nvidia-smi ran, in its unit; null where we have none.</param>
/// <param name="NvidiaSmi">Null where it has none.</param>
/// <param name="Verdict">What follows.</param>
internal sealed record ParityResult(string Reading, string Unit, string? Ours, string? NvidiaSmi, ParityVerdict Verdict)
{
    /// <summary>Whether this is no reason to doubt ours.</summary>
    public bool Holds => Verdict is not (ParityVerdict.Differs or ParityVerdict.OnlyNvidiaSmi);
}
