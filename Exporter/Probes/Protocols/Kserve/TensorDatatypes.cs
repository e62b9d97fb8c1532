namespace Exporter.Probes.Protocols.Kserve;

/// <summary>The types of elements that the Open Inference Protocol has.</summary>
internal static class TensorDatatypes
{
    public const string Bytes = "BYTES";

    /// <summary>Bytes of one element in a raw tensor; 0 for BYTES, whose elements say their own; null for an unknown type.</summary>
    public static int? SizeOf(string datatype) => datatype switch
    {
        "BOOL" or "INT8" or "UINT8" => 1,
        "INT16" or "UINT16" or "FP16" or "BF16" => 2,
        "INT32" or "UINT32" or "FP32" => 4,
        "INT64" or "UINT64" or "FP64" => 8,
        Bytes => 0,
        _ => null,
    };

    /// <summary>Types that have no form in JSON: they travel as bytes behind it (Triton's binary tensor data extension).</summary>
    public static bool IsBinaryOnly(string datatype) => datatype is "FP16" or "BF16";
}
