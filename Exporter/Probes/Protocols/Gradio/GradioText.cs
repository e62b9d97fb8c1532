using System.Text.Json;
using Exporter.Probes.Judging;

namespace Exporter.Probes.Protocols.Gradio;

/// <summary>What a person would read of one output of a Gradio function.</summary>
internal static class GradioText
{
    /// <param name="outputs">The list of the function's outputs.</param>
    /// <param name="pointer">JSON Pointer to the answer in it.</param>
    /// <returns>
    /// A string's content; of a chat history the model's part of the last exchange, empty while only the user has spoken; of
    /// anything else its JSON. Empty where there is nothing.
    /// </returns>
    public static string Of(JsonElement outputs, string pointer) =>
        JsonPointer.TryFind(outputs, pointer, out var output) ? Of(output) : string.Empty;

    private static string Of(JsonElement output)
    {
        if (output.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return string.Empty;
        }

        if (output.ValueKind == JsonValueKind.Array && output.GetArrayLength() > 0)
        {
            var last = output[output.GetArrayLength() - 1];
            if (JsonText.StringOf(last, "role") is { } role)
            {
                return role == "user" ? string.Empty : OfContent(JsonText.Property(last, "content"));
            }

            if (IsExchange(last))
            {
                return Of(last[1]);
            }
        }

        return JsonText.StringOf(output) ?? output.GetRawText();
    }

    /// <summary>The older form of a history: pairs of what the user and what the model said.</summary>
    private static bool IsExchange(JsonElement item) =>
        item.ValueKind == JsonValueKind.Array && item.GetArrayLength() == 2 && item[1].ValueKind is JsonValueKind.String or JsonValueKind.Null;

    /// <summary>A text, or since Gradio 6 a list of parts.</summary>
    private static string OfContent(JsonElement? content)
    {
        if (content is not { } found)
        {
            return string.Empty;
        }

        return found.ValueKind == JsonValueKind.Array
            ? string.Concat(found.EnumerateArray().Select(part => JsonText.StringOf(part, "text") ?? JsonText.StringOf(part) ?? string.Empty))
            : JsonText.StringOf(found) ?? JsonText.StringOf(found, "text") ?? found.GetRawText();
    }
}
