namespace Exporter.Nvml.Native;

/// <summary>Fills a total of a device that is told by kind of error and by span of time.</summary>
internal sealed unsafe class NvmlDeviceOutTotal(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(nint device, int error, int span, ulong* value) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint, int, int, ulong*, NvmlReturn>)address)(device, error, span, value) : NvmlReturn.FunctionNotFound;
}
