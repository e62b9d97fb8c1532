namespace Exporter.Gpu.Events;

/// <summary>What came of waiting for an event of the driver.</summary>
internal enum GpuEventKind
{
    /// <summary>Nothing, or nothing of ours.</summary>
    None,

    /// <summary>A GPU reported an Xid error.</summary>
    Xid,

    /// <summary>A GPU was plugged in or taken out: the session no longer enumerates what is there.</summary>
    DevicesChanged,

    /// <summary>Waiting failed; it is worth trying again after a while.</summary>
    Failed,

    /// <summary>This driver has no events; waiting again is in vain.</summary>
    Unsupported,
}
