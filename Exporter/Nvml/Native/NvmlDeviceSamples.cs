namespace Exporter.Nvml.Native;

/// <summary>Fills samples of a device that are newer than a given one; <c>count</c> says how many there is room for and then how many there are.</summary>
internal sealed unsafe class NvmlDeviceSamples(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(nint device, int type, ulong lastSeen, NvmlValueType* valueType, uint* count, NvmlSample* samples) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<nint, int, ulong, NvmlValueType*, uint*, NvmlSample*, NvmlReturn>)address)(device, type, lastSeen, valueType, count, samples) : NvmlReturn.FunctionNotFound;
}
