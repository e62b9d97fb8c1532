namespace Exporter.Nvml.Native;

/// <summary><c>nvmlValueType_t</c>.</summary>
internal enum NvmlValueType
{
    Double = 0,
    UInt = 1,
    ULong = 2,
    ULongLong = 3,
    SignedLongLong = 4,
    Int = 5,
    UShort = 6,
}
