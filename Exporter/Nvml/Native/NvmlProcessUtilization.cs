using System.Runtime.InteropServices;

namespace Exporter.Nvml.Native;

/// <summary><c>nvmlProcessUtilizationSample_t</c>; percent.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlProcessUtilization
{
    public uint Pid;

    /// <summary>Microseconds.</summary>
    public ulong Timestamp;

    public uint Sm;
    public uint Memory;
    public uint Encoder;
    public uint Decoder;
}
