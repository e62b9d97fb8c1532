namespace Exporter.Nvml.Native;

/// <summary>Answers a batch of fields of a device.</summary>
internal sealed unsafe class NvmlDeviceFields(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(nint device, int count, NvmlFieldValue* values) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint, int, NvmlFieldValue*, NvmlReturn>)address)(device, count, values) : NvmlReturn.FunctionNotFound;
}
