namespace Exporter.Nvml.Native;

/// <summary>Takes a sample of the performance counters of a MIG instance of a device.</summary>
internal sealed unsafe class NvmlGpmTakeOfPart(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(nint device, uint gpuInstance, nint sample) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint, uint, nint, NvmlReturn>)address)(device, gpuInstance, sample) : NvmlReturn.FunctionNotFound;
}
