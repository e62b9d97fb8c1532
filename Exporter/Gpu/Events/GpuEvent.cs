namespace Exporter.Gpu.Events;

/// <summary>An event of the driver.</summary>
/// <param name="PciAddress">The GPU of an Xid error, by its place on the bus; else null.</param>
/// <param name="Xid">The code of an Xid error; else 0.</param>
internal readonly record struct GpuEvent(GpuEventKind Kind, string? PciAddress = null, int Xid = 0);
