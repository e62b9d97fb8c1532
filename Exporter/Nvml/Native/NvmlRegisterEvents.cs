namespace Exporter.Nvml.Native;

/// <summary>Adds the events of a device to a set.</summary>
internal sealed unsafe class NvmlRegisterEvents(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(nint device, NvmlEventType types, nint set) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint, ulong, nint, NvmlReturn>)address)(device, (ulong)types, set) : NvmlReturn.FunctionNotFound;
}
