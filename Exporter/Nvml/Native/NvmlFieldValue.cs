using System.Runtime.InteropServices;

namespace Exporter.Nvml.Native;

/// <summary><c>nvmlFieldValue_t</c>: one question of a batch and its answer, with a return code and a value type of its own.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlFieldValue
{
    public uint FieldId;
    public uint ScopeId;

    /// <summary>Microseconds since 1970.</summary>
    public long Timestamp;

    /// <summary>Microseconds the driver took.</summary>
    public long LatencyMicroseconds;

    public NvmlValueType ValueType;
    public NvmlReturn Return;
    public NvmlValue Value;
}
