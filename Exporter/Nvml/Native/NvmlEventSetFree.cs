namespace Exporter.Nvml.Native;

/// <summary>Gives a set of events back.</summary>
internal sealed unsafe class NvmlEventSetFree(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(nint set) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint, NvmlReturn>)address)(set) : NvmlReturn.FunctionNotFound;
}
