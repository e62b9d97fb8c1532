using System.Runtime.InteropServices;

namespace Exporter.Nvml.Native;

/// <summary><c>nvmlEventData_t</c> of <c>nvmlEventSetWait_v2</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlEventData
{
    public nint Device;
    public ulong EventType;

    /// <summary>The code of an Xid error; 999 where the driver does not know it.</summary>
    public ulong Data;

    public uint GpuInstanceId;
    public uint ComputeInstanceId;
}
