using System.Runtime.InteropServices;

namespace Exporter.Nvml.Native;

/// <summary>
/// <c>nvmlProcessInfo_v2_t</c>, filled by the process lists <c>_v2</c> and <c>_v3</c>. The first R535 drivers appended eight bytes
/// to every record.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlProcessInfo
{
    public uint Pid;

    /// <summary>Bytes; all bits set where the driver does not tell.</summary>
    public ulong UsedGpuMemory;

    public uint GpuInstanceId;
    public uint ComputeInstanceId;
}
