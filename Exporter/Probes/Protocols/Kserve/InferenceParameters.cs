using System.Text.Json;
using Exporter.Probes.Grpc.Wire;
using Exporter.Probes.Judging;
using Google.Protobuf.Collections;

namespace Exporter.Probes.Protocols.Kserve;

/// <summary>The <c>parameters</c> of a request and of its tensors, such as MLServer's <c>content_type</c>, from JSON to messages of gRPC.</summary>
internal static class InferenceParameters
{
    /// <param name="owner">What may have <c>parameters</c>.</param>
    /// <param name="problem">Why they cannot be sent; null where they can, or where there are none.</param>
    public static bool TryAdd(MapField<string, InferParameter> parameters, JsonElement owner, out string? problem)
    {
        problem = null;
        if (JsonText.Property(owner, "parameters") is not { } given)
        {
            return true;
        }

        if (given.ValueKind != JsonValueKind.Object)
        {
            problem = "parameters are no object";
            return false;
        }

        foreach (var one in given.EnumerateObject())
        {
            if (Of(one.Value) is not { } parameter)
            {
                problem = $"parameter '{one.Name}' is no text, number or boolean";
                return false;
            }

            parameters[one.Name] = parameter;
        }

        return true;
    }

    private static InferParameter? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => new InferParameter { BoolParam = value.ValueKind == JsonValueKind.True },
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? new InferParameter { Int64Param = whole } : new InferParameter { DoubleParam = value.GetDouble() },
        JsonValueKind.String => new InferParameter { StringParam = JsonText.StringOf(value) },
        _ => null,
    };
}
