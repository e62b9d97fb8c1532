namespace Exporter.Gpu.Events;

/// <summary>Who told of an Xid error. Both tell of most, each of some that the other misses.</summary>
internal enum XidSource
{
    /// <summary>An event of the driver's library.</summary>
    Driver,

    /// <summary>A line of the kernel's log.</summary>
    KernelLog,
}
