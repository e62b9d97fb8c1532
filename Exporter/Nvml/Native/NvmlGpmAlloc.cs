namespace Exporter.Nvml.Native;

/// <summary>Makes room for a sample of performance counters.</summary>
internal sealed unsafe class NvmlGpmAlloc(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(nint* sample) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint*, NvmlReturn>)address)(sample) : NvmlReturn.FunctionNotFound;
}
