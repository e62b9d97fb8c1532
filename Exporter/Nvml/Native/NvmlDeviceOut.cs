namespace Exporter.Nvml.Native;

/// <summary>Fills one number or struct of a device.</summary>
internal sealed unsafe class NvmlDeviceOut<T>(nint library, string name) : NvmlFunction(library, name)
    where T : unmanaged
{
    public NvmlReturn Invoke(nint device, T* value) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint, void*, NvmlReturn>)address)(device, value) : NvmlReturn.FunctionNotFound;
}
