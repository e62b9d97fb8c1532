namespace Exporter.Nvml.Native;

/// <summary>Fills two numbers of a device.</summary>
internal sealed unsafe class NvmlDeviceOutPair(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(nint device, uint* first, uint* second) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint, uint*, uint*, NvmlReturn>)address)(device, first, second) : NvmlReturn.FunctionNotFound;
}
