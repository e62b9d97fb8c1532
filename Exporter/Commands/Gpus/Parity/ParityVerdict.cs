namespace Exporter.Commands.Gpus.Parity;

/// <summary>How a reading of ours stands to nvidia-smi's.</summary>
internal enum ParityVerdict
{
    Equal,

    /// <summary>As close as a value that moves can be expected to be.</summary>
    WithinTolerance,

    Differs,

    /// <summary>nvidia-smi does not tell it; nothing is wrong with that.</summary>
    OnlyOurs,

    /// <summary>nvidia-smi tells it and we do not.</summary>
    OnlyNvidiaSmi,

    /// <summary>The card has it not.</summary>
    Neither,
}
