using System.Text.Json;
using Exporter.Probes.Judging;

namespace Exporter.Probes.Protocols.Gradio;

/// <summary>One change to an output.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Path">Where: numbers lead into lists, names into objects; none means the output itself.</param>
/// <param name="Value">The new value, or what is appended.</param>
internal sealed record GradioChange(string Action, JsonElement[] Path, JsonElement Value)
{
    /// <returns>Null when it is none.</returns>
    public static GradioChange? Read(JsonElement change) =>
        change.ValueKind == JsonValueKind.Array && change.GetArrayLength() == 3
        && JsonText.StringOf(change[0]) is { } action && change[1].ValueKind == JsonValueKind.Array
            ? new GradioChange(action, [.. change[1].EnumerateArray()], change[2])
            : null;

    /// <summary>Whether the change puts something into, or takes it out of, the container that <paramref name="depth"/> steps lead to.</summary>
    public (bool Adds, bool Deletes) At(int depth) => depth == Path.Length - 1 ? (Action == "add", Action == "delete") : (false, false);
}
