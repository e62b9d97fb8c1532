using System.Runtime.InteropServices;

namespace Exporter.Nvml.Native;

/// <summary><c>nvmlMemory_v2_t</c>; bytes. <see cref="Used"/> is without <see cref="Reserved"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlMemoryV2
{
    public uint Version;
    public ulong Total;
    public ulong Reserved;
    public ulong Free;
    public ulong Used;

    public static unsafe NvmlMemoryV2 Request => new() { Version = NvmlStructVersion.Of(sizeof(NvmlMemoryV2), 2) };
}
