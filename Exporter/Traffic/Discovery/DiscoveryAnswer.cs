using System.Text.Json;

namespace Exporter.Traffic.Discovery;

/// <summary>What a server said to one GET.</summary>
/// <param name="Server">Header <c>Server</c>; empty for none.</param>
/// <param name="Body">Its beginning, as text.</param>
internal sealed record DiscoveryAnswer(int Status, string Server, string Body)
{
    private JsonElement? json;

    public bool IsGood => Status is >= 200 and < 300;

    /// <summary>The body of a good answer as an object or list of JSON; of kind undefined where it is none.</summary>
    public JsonElement Json => json ??= IsGood ? Parse(Body) : default;

    /// <summary>A text in the JSON object; null where there is none.</summary>
    public string? Text(string name) => TextOf(Json, name);

    public bool Has(string name) => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out _);

    /// <summary>The elements of a list in the JSON object; none where there is no such list.</summary>
    public IEnumerable<JsonElement> List(string name) =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    public static string? TextOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
