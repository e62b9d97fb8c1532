using System.Text.Json;
using Exporter.Probes.Judging;

namespace Exporter.Probes.Protocols.Kserve;

/// <summary>Reads the answer to <c>GET /v2/models/{model}</c>.</summary>
internal static class ModelMetadataJson
{
    /// <param name="problem">What is missing; null where all is there.</param>
    /// <returns>Null where the document is no metadata.</returns>
    public static ModelSpec? TryRead(JsonElement root, out string? problem)
    {
        var inputs = Tensors(root, "inputs", out problem);
        var outputs = problem is null ? Tensors(root, "outputs", out problem) : null;
        return inputs is null || outputs is null ? null : new ModelSpec(inputs, outputs);
    }

    private static List<TensorSpec>? Tensors(JsonElement root, string name, out string? problem)
    {
        problem = null;
        if (JsonText.Property(root, name) is not { ValueKind: JsonValueKind.Array } list)
        {
            problem = $"the metadata has no {name}";
            return null;
        }

        var tensors = new List<TensorSpec>();
        foreach (var item in list.EnumerateArray())
        {
            if (TensorJson.TryReadSpec(item) is not { } tensor)
            {
                problem = $"the metadata has {name} without name, datatype or shape";
                return null;
            }

            tensors.Add(tensor);
        }

        return tensors;
    }
}
