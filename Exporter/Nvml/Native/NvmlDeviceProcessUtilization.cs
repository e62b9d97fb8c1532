namespace Exporter.Nvml.Native;

/// <summary>Fills what processes of a device used since a given sample; <c>count</c> says how many there is room for and then how many there are.</summary>
internal sealed unsafe class NvmlDeviceProcessUtilization(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(nint device, NvmlProcessUtilization* records, uint* count, ulong lastSeen) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint, NvmlProcessUtilization*, uint*, ulong, NvmlReturn>)address)(device, records, count, lastSeen) : NvmlReturn.FunctionNotFound;
}
