namespace Exporter.Nvml;

/// <summary>A device as its reader has it now. Taken anew it is another object, which tells the two apart.</summary>
/// <param name="Value">Valid in its session, until the device is lost.</param>
/// <param name="PciAddress">Null where the driver does not tell.</param>
internal sealed record NvmlHandle(nint Value, string? PciAddress);
