namespace Exporter.Nvml.Native;

/// <summary>Makes a set of events.</summary>
internal sealed unsafe class NvmlEventSetCreate(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(nint* set) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint*, NvmlReturn>)address)(set) : NvmlReturn.FunctionNotFound;
}
