namespace Exporter.Nvml.Native;

/// <summary>Fills the handle of a part of a device.</summary>
internal sealed unsafe class NvmlDevicePart(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(nint device, uint index, nint* part) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint, uint, nint*, NvmlReturn>)address)(device, index, part) : NvmlReturn.FunctionNotFound;
}
