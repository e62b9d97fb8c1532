namespace Exporter.Nvml.Native;

/// <summary>Fills the handle of a device.</summary>
internal sealed unsafe class NvmlHandleByIndex(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(uint index, nint* device) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<uint, nint*, NvmlReturn>)address)(index, device) : NvmlReturn.FunctionNotFound;
}
