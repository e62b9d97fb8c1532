namespace Exporter.Gpu.Readings;

/// <summary>What the driver wants done so that the GPU works as it should again.</summary>
internal enum GpuRecoveryAction
{
    None,
    Reset,
    Reboot,
    DrainP2P,
    DrainAndReset,

    /// <summary>The memory import and export service of an NVLink domain is to be recovered.</summary>
    RecoverImex,
}
