using System.Runtime.InteropServices;

namespace Exporter.Nvml.Native;

/// <summary><c>nvmlTemperature_v1_t</c>; degrees Celsius.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlTemperature
{
    public uint Version;

    /// <summary>0 is the GPU's own sensor.</summary>
    public int Sensor;

    public int Temperature;

    public static unsafe NvmlTemperature Request => new() { Version = NvmlStructVersion.Of(sizeof(NvmlTemperature), 1) };
}
