namespace Exporter.Nvml.Native;

/// <summary>Fills four numbers of a device.</summary>
internal sealed unsafe class NvmlDeviceOutFour(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(nint device, uint* first, uint* second, uint* third, uint* fourth) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint, uint*, uint*, uint*, uint*, NvmlReturn>)address)(device, first, second, third, fourth) : NvmlReturn.FunctionNotFound;
}
