namespace Exporter.Nvml.Native;

/// <summary>Fills one number of the system.</summary>
internal sealed unsafe class NvmlSystemOut(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(uint* value) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<uint*, NvmlReturn>)address)(value) : NvmlReturn.FunctionNotFound;
}
