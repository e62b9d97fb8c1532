using Exporter.Gpu.Metrics;

namespace Exporter.Gpu.Readings;

/// <summary>What tells of wear and defects, read less often than the rest. Null means "not supported by this card".</summary>
internal sealed record GpuHealth
{
    public static GpuHealth Unknown { get; } = new();

    /// <summary>Since the driver was loaded; empty for a card without error correction.</summary>
    public IReadOnlyList<GpuEccErrors> EccErrors { get; init; } = [];

    /// <summary>Over the card's life.</summary>
    public double? EccLifetimeCorrected { get; init; }

    /// <summary>Over the card's life.</summary>
    public double? EccLifetimeUncorrected { get; init; }

    /// <summary>Rows of the device memory replaced by spare ones after corrected errors.</summary>
    public double? RemappedRowsCorrected { get; init; }

    /// <summary>Rows replaced after uncorrected errors.</summary>
    public double? RemappedRowsUncorrected { get; init; }

    /// <summary>A row is replaced at the next reset.</summary>
    public bool? IsRowRemapPending { get; init; }

    /// <summary>A row could not be replaced: the card is to be exchanged.</summary>
    public bool? HasRowRemapFailed { get; init; }

    /// <summary>Pages taken out of use after several corrected errors, on cards that cannot replace rows.</summary>
    public double? RetiredPagesCorrected { get; init; }

    /// <summary>Pages taken out of use after an uncorrected error.</summary>
    public double? RetiredPagesUncorrected { get; init; }

    /// <summary>A page is taken out of use at the next reset.</summary>
    public bool? IsPageRetirementPending { get; init; }

    public GpuRecoveryAction? RecoveryAction { get; init; }

    public double? PcieReplays { get; init; }

    public int? NvlinksActive { get; init; }

    public int? NvlinksInactive { get; init; }

    public IReadOnlyList<GpuNvlinkErrors> NvlinkErrors { get; init; } = [];

    /// <summary>
    /// The one place that says what these mean for <c>hw.status</c>. A GPU that is lost or wants a reset before it answers again
    /// is failed whatever stands here.
    /// </summary>
    /// <remarks>
    /// Failed: a row could not be replaced, which only an exchange of the card cures. Predicted failure: the driver wants a reset
    /// or a reboot, or memory is to be replaced at the next one; it works and the next job may not. Degraded: it computes, but what
    /// joins it to other GPUs must be drained or recovered. Throttling is no state of the hardware and has series of its own.
    /// </remarks>
    public GpuStatus Status => this switch
    {
        { HasRowRemapFailed: true } => GpuStatus.Failed,
        { RecoveryAction: GpuRecoveryAction.Reset or GpuRecoveryAction.Reboot or GpuRecoveryAction.DrainAndReset } => GpuStatus.PredictedFailure,
        { IsRowRemapPending: true } or { IsPageRetirementPending: true } => GpuStatus.PredictedFailure,
        { RecoveryAction: GpuRecoveryAction.DrainP2P or GpuRecoveryAction.RecoverImex } => GpuStatus.Degraded,
        _ => GpuStatus.Ok,
    };
}
