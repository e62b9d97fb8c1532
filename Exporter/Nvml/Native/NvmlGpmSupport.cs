using System.Runtime.InteropServices;

namespace Exporter.Nvml.Native;

/// <summary><c>nvmlGpmSupport_t</c>. GPM's structs have a plain version, without their size.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlGpmSupport
{
    public uint Version;
    public uint IsSupported;

    public static NvmlGpmSupport Request => new() { Version = 1 };
}
