namespace Exporter.Nvml.Native;

/// <summary>Gives up the room of a sample.</summary>
internal sealed unsafe class NvmlGpmFree(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(nint sample) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint, NvmlReturn>)address)(sample) : NvmlReturn.FunctionNotFound;
}
