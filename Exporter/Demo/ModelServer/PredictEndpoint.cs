using System.Text.Json;

namespace Exporter.Demo.ModelServer;

/// <summary>
/// <c>POST /api/predict</c> as Flask applications around ModelScope's SiameseUniNLU have it: a text, and a schema (an object, or
/// the same as a string) whose keys say what to find in it; a text <c>labels|sentence</c> asks for a classification.
/// </summary>
internal sealed class PredictEndpoint : InferenceEndpoint
{
    private static readonly Dictionary<string, string[]> known = new()
    {
        ["人物"] = ["谷口清太郎", "谷爱凌", "鲁迅"],
        ["地理位置"] = ["日本", "北京", "名古屋"],
        ["组织机构"] = ["名古屋铁道", "北大"],
        ["person"] = ["Ada Lovelace", "Alan Turing"],
        ["location"] = ["London", "Paris", "Berlin"],
        ["organization"] = ["NVIDIA", "Royal Society"],
    };

    private static readonly string[] goodWords = ["good", "great", "love", "excellent", "好", "满意", "喜欢", "方便"];

    public override IReadOnlyList<string> Paths => ["/api/predict"];

    public override Reply Answer(JsonElement request, RequestContext context)
    {
        if (request.ValueKind != JsonValueKind.Object || StringOf(request, "text") is not { } text)
        {
            return Missing("text", "a text");
        }

        if (KeysOf(request) is not { Count: > 0 } keys)
        {
            return Missing("schema", "an object of what to find, or the same as a string");
        }

        var found = context.IsWrongWanted ? [] : keys.SelectMany(key => Find(key, text)).ToList();
        return new JsonReply(200, JsonText.Of(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("output");
            foreach (var (type, span, offset) in found)
            {
                json.WriteStartArray();
                WriteSpan(json, type, span, offset);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        })) { PromptTokens = Tokens.Count(text) };
    }

    public override JsonReply Fail(int status, string type, string message, string? parameter = null) => new(status, JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("error", message);
        json.WriteEndObject();
    }));

    private static IEnumerable<(string Type, string Span, int Offset)> Find(string key, string text)
    {
        var bar = text.IndexOf('|', StringComparison.Ordinal);
        if (bar > 0)
        {
            return [Classify(key, text[..bar], text[(bar + 1)..])];
        }

        return known.GetValueOrDefault(key.ToLowerInvariant(), [])
            .Select(span => (key, span, text.IndexOf(span, StringComparison.Ordinal)))
            .Where(entity => entity.Item3 >= 0);
    }

    /// <summary>The first label for a sentence with a good word, the last one for any other.</summary>
    private static (string Type, string Span, int Offset) Classify(string key, string labels, string sentence)
    {
        var names = labels.Split(',', StringSplitOptions.TrimEntries);
        var label = Array.Exists(goodWords, word => sentence.Contains(word, StringComparison.OrdinalIgnoreCase)) ? names[0] : names[^1];
        return (key, label, labels.IndexOf(label, StringComparison.Ordinal));
    }

    private static void WriteSpan(Utf8JsonWriter json, string type, string span, int offset)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("span", span);
        json.WriteStartArray("offset");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + span.Length);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static List<string>? KeysOf(JsonElement request)
    {
        if (!request.TryGetProperty("schema", out var schema))
        {
            return null;
        }

        if (schema.ValueKind == JsonValueKind.Object)
        {
            return [.. schema.EnumerateObject().Select(property => property.Name)];
        }

        try
        {
            using var document = JsonDocument.Parse(StringOf(request, "schema") ?? "");
            return document.RootElement.ValueKind == JsonValueKind.Object ? [.. document.RootElement.EnumerateObject().Select(property => property.Name)] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
