namespace Exporter.Nvml.Native;

/// <summary>Ids of the fields that mean the same on every driver. (Ids from 251 on do not.)</summary>
internal static class NvmlField
{
    /// <summary>Degrees Celsius.</summary>
    public const uint MemoryTemperature = 82;

    /// <summary>Millijoules since the driver was loaded.</summary>
    public const uint Energy = 83;

    /// <summary>Milliwatts, averaged by the card.</summary>
    public const uint PowerAverage = 185;

    /// <summary>Milliwatts, now.</summary>
    public const uint PowerInstant = 186;

    public const uint RetiredPagesCorrected = 29;

    public const uint RetiredPagesUncorrected = 30;

    /// <summary>0 or 1.</summary>
    public const uint RetiredPagesPending = 31;

    /// <summary>Nanoseconds the power limit held the clocks down.</summary>
    public const uint ThrottledSwPowerCap = 74;

    /// <summary>Nanoseconds the clocks followed those of other GPUs.</summary>
    public const uint ThrottledSyncBoost = 76;

    public const uint NvlinkCount = 91;

    public const uint PcieReplays = 94;

    /// <summary>Kibibytes of payload over all links.</summary>
    public const uint NvlinkTransmitted = 138;

    /// <inheritdoc cref="NvlinkTransmitted"/>
    public const uint NvlinkReceived = 139;

    public const uint RemappedRowsCorrected = 142;

    public const uint RemappedRowsUncorrected = 143;

    /// <summary>0 or 1.</summary>
    public const uint RemappedRowsPending = 144;

    /// <summary>0 or 1.</summary>
    public const uint RemappedRowsFailure = 145;

    /// <summary>Of one link; before Blackwell.</summary>
    public const uint NvlinkReplayErrors = 161;

    /// <inheritdoc cref="NvlinkReplayErrors"/>
    public const uint NvlinkRecoveryErrors = 162;

    /// <inheritdoc cref="NvlinkReplayErrors"/>
    public const uint NvlinkCrcErrors = 163;

    /// <summary>Bytes since the host started; "can be wrapped".</summary>
    public const uint PcieTransmitted = 197;

    /// <inheritdoc cref="PcieTransmitted"/>
    public const uint PcieReceived = 198;

    /// <summary>Bytes over all links; Blackwell and later, as are the other counts up to 215.</summary>
    public const uint Nvlink5Transmitted = 202;

    /// <inheritdoc cref="Nvlink5Transmitted"/>
    public const uint Nvlink5Received = 204;

    public const uint Nvlink5MalformedPackets = 206;

    public const uint Nvlink5BufferOverruns = 207;

    public const uint Nvlink5ReceiveErrors = 208;

    public const uint Nvlink5RemoteErrors = 209;

    public const uint Nvlink5IntegrityErrors = 211;

    public const uint Nvlink5FailedRecoveries = 214;

    public const uint RecoveryAction = 230;
}
