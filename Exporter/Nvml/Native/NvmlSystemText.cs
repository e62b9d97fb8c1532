namespace Exporter.Nvml.Native;

/// <summary>Fills a text of the system.</summary>
internal sealed unsafe class NvmlSystemText(nint library, string name) : NvmlFunction(library, name)
{
    public NvmlReturn Invoke(byte* text, uint length) =>
        Address is var address and not 0 ? ((delegate* unmanaged[Cdecl]<byte*, uint, NvmlReturn>)address)(text, length) : NvmlReturn.FunctionNotFound;
}
