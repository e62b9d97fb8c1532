using System.Runtime.InteropServices;

namespace Exporter.Nvml.Native;

/// <summary><c>nvmlMarginTemperature_v1_t</c>; degrees Celsius.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlMarginTemperature
{
    public uint Version;
    public int Margin;

    public static unsafe NvmlMarginTemperature Request => new() { Version = NvmlStructVersion.Of(sizeof(NvmlMarginTemperature), 1) };
}
