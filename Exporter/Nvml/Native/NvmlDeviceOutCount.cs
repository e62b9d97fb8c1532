namespace Exporter.Nvml.Native;

/// <summary>Fills a count of a device that is told by kind of error, by span of time and by place.</summary>
internal sealed unsafe class NvmlDeviceOutCount(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(nint device, int error, int span, int location, ulong* value) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint, int, int, int, ulong*, NvmlReturn>)address)(device, error, span, location, value) : NvmlReturn.FunctionNotFound;
}
