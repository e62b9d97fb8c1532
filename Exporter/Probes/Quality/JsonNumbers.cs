using System.Text.Json;

namespace Exporter.Probes.Quality;

/// <summary>Reads scores and vectors.</summary>
internal static class JsonNumbers
{
    /// <summary>A number, or a list of them.</summary>
    /// <returns>Null for anything else; what is no number in a list is NaN.</returns>
    public static IReadOnlyList<double>? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => [NumberOf(value)],
        JsonValueKind.Array => [.. value.EnumerateArray().Select(NumberOf)],
        _ => null,
    };

    private static double NumberOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : double.NaN;
}
