namespace Exporter.Nvml.Native;

/// <summary>Waits for an event of a set, for so many milliseconds.</summary>
internal sealed unsafe class NvmlEventSetWait(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(nint set, NvmlEventData* data, uint milliseconds) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint, NvmlEventData*, uint, NvmlReturn>)address)(set, data, milliseconds) : NvmlReturn.FunctionNotFound;
}
