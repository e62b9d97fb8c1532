namespace Exporter.Nvml.Native;

/// <summary>Fills records of a device, as many as there is room for; <c>count</c> says how many there is room for and then how many there are.</summary>
internal sealed unsafe class NvmlDeviceList(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(nint device, uint* count, void* records) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint, uint*, void*, NvmlReturn>)address)(device, count, records) : NvmlReturn.FunctionNotFound;
}
