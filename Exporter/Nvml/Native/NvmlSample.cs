using System.Runtime.InteropServices;

namespace Exporter.Nvml.Native;

/// <summary><c>nvmlSample_t</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlSample
{
    /// <summary>Microseconds, not reliably since 1970.</summary>
    public ulong Timestamp;

    public NvmlValue Value;
}
