namespace Exporter.Nvml.Native;

/// <summary>Takes a sample of the performance counters of a device or of a part of it.</summary>
internal sealed unsafe class NvmlGpmTake(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(nint device, nint sample) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint, nint, NvmlReturn>)address)(device, sample) : NvmlReturn.FunctionNotFound;
}
