namespace Exporter.Nvml.Native;

/// <summary>Fills a text of a device.</summary>
internal sealed unsafe class NvmlDeviceText(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(nint device, byte* text, uint length) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint, byte*, uint, NvmlReturn>)address)(device, text, length) : NvmlReturn.FunctionNotFound;
}
