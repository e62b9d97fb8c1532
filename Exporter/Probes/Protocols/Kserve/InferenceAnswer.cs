using System.Text.Json;
using Exporter.Probes.Judging;

namespace Exporter.Probes.Protocols.Kserve;

/// <summary>Judges the JSON of an inference's answer against the metadata and against itself.</summary>
internal static class InferenceAnswer
{
    /// <param name="root">The answer.</param>
    /// <param name="expected">Outputs that must be there; empty where none are known.</param>
    /// <returns>Null when all is well, else the first thing wrong in one line.</returns>
    public static string? Violation(JsonElement root, IReadOnlyList<TensorSpec> expected)
    {
        if (JsonText.Property(root, "outputs") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
        {
            return "the answer has no outputs";
        }

        var came = new List<TensorSpec>();
        foreach (var item in list.EnumerateArray())
        {
            if (TensorJson.TryReadSpec(item) is not { } output)
            {
                return "the answer has an output without name, datatype or shape";
            }

            if (SizeViolation(output, item) is { } wrong)
            {
                return wrong;
            }

            came.Add(output);
        }

        return TensorSpec.Violation(came, expected);
    }

    /// <summary>Whether as many elements came as the shape says.</summary>
    private static string? SizeViolation(TensorSpec output, JsonElement item)
    {
        if (TensorShape.CountOf(output.Shape, int.MaxValue) is not { } count || TensorDatatypes.SizeOf(output.Datatype) is not { } size)
        {
            return $"output '{output.Name}' is no tensor: {output.Datatype} [{string.Join(", ", output.Shape)}]";
        }

        if (TensorJson.BinaryLength(item) is { } bytes)
        {
            return size == 0 || bytes == count * size ? null : $"output '{output.Name}' has {bytes} bytes, but its shape says {count * size}";
        }

        return TensorJson.CountOfData(item) switch
        {
            null => $"output '{output.Name}' has no data",
            var elements when elements != count => $"output '{output.Name}' has {elements} elements, but its shape says {count}",
            _ => null,
        };
    }
}
