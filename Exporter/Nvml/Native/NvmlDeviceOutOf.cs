namespace Exporter.Nvml.Native;

/// <summary>Fills a number that belongs to one of several sensors, clocks, fans or thresholds of a device.</summary>
internal sealed unsafe class NvmlDeviceOutOf(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(nint device, uint which, uint* value) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint, uint, uint*, NvmlReturn>)address)(device, which, value) : NvmlReturn.FunctionNotFound;
}
