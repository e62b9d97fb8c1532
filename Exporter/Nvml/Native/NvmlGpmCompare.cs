namespace Exporter.Nvml.Native;

/// <summary>Works out metrics from two samples.</summary>
internal sealed unsafe class NvmlGpmCompare(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(NvmlGpmRequest* request) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<NvmlGpmRequest*, NvmlReturn>)address)(request) : NvmlReturn.FunctionNotFound;
}
