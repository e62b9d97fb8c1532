using System.Globalization;
using System.Text.Json;
using Exporter.Probes.Judging;

namespace Exporter.Probes.Protocols.Kserve;

/// <summary>Reads tensors in JSON: in metadata and in answers they have the same properties.</summary>
internal static class TensorJson
{
    /// <summary>Name, datatype and shape; null where one is missing or of another type.</summary>
    public static TensorSpec? TryReadSpec(JsonElement tensor) =>
        JsonText.StringOf(tensor, "name") is { } name && JsonText.StringOf(tensor, "datatype") is { } datatype && Shape(tensor) is { } shape
            ? new TensorSpec(name, datatype, shape)
            : null;

    /// <summary>Number of elements in <c>data</c>, flat or nested; null where there is no such list.</summary>
    public static long? CountOfData(JsonElement tensor) =>
        JsonText.Property(tensor, "data") is { ValueKind: JsonValueKind.Array } data ? Count(data) : null;

    /// <summary>Length of the bytes behind the JSON that belong to the tensor; null where it has none.</summary>
    public static long? BinaryLength(JsonElement tensor) =>
        JsonText.Property(tensor, "parameters") is { } parameters ? JsonText.CountOf(parameters, "binary_data_size") : null;

    /// <summary>Some servers write the lengths as texts, as protobuf's JSON does with 64 bits.</summary>
    private static long[]? Shape(JsonElement tensor)
    {
        if (JsonText.Property(tensor, "shape") is not { ValueKind: JsonValueKind.Array } list)
        {
            return null;
        }

        var shape = new long[list.GetArrayLength()];
        var i = 0;
        foreach (var item in list.EnumerateArray())
        {
            var isNumber = item.ValueKind == JsonValueKind.Number ? item.TryGetInt64(out shape[i]) : long.TryParse(JsonText.StringOf(item), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out shape[i]);
            if (!isNumber)
            {
                return null;
            }

            i++;
        }

        return shape;
    }

    /// <summary>As deep as the parser lets a document be.</summary>
    private static long Count(JsonElement list)
    {
        var count = 0L;
        foreach (var item in list.EnumerateArray())
        {
            count += item.ValueKind == JsonValueKind.Array ? Count(item) : 1;
        }

        return count;
    }
}
