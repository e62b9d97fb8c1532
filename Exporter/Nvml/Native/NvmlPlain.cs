namespace Exporter.Nvml.Native;

/// <summary>Takes nothing.</summary>
internal sealed unsafe class NvmlPlain(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke() =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<NvmlReturn>)address)() : NvmlReturn.FunctionNotFound;
}
