using System.Runtime.InteropServices;

namespace Exporter.Nvml.Native;

/// <summary><c>nvmlValue_t</c>: which member holds the value is told by a type beside it.</summary>
[StructLayout(LayoutKind.Explicit, Size = 8)]
internal struct NvmlValue
{
    [FieldOffset(0)]
    public double Double;

    [FieldOffset(0)]
    public int Int;

    [FieldOffset(0)]
    public uint UInt;

    [FieldOffset(0)]
    public ulong ULong;

    [FieldOffset(0)]
    public long Long;

    [FieldOffset(0)]
    public ushort UShort;

    /// <summary>The value by its type; null for a type this exporter does not know.</summary>
    public readonly double? As(NvmlValueType type) => type switch
    {
        NvmlValueType.Double => Double,
        NvmlValueType.UInt => UInt,
        NvmlValueType.ULong or NvmlValueType.ULongLong => ULong,
        NvmlValueType.SignedLongLong => Long,
        NvmlValueType.Int => Int,
        NvmlValueType.UShort => UShort,
        _ => null,
    };
}
