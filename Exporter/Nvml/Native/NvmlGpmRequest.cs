using System.Runtime.InteropServices;

namespace Exporter.Nvml.Native;

/// <summary>
/// <c>nvmlGpmMetricsGet_t</c>. Its array has grown twice (3944, 8424 and 13344 bytes in all) while its version stayed 1, so room
/// for the longest is given whatever the library.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlGpmRequest
{
    public const uint PlainVersion = 1;

    public uint Version;
    public uint Count;
    public nint Before;
    public nint After;
    public NvmlGpmMetricArray Metrics;
}
