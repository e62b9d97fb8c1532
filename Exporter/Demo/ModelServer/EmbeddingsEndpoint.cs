using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Exporter.Demo.ModelServer;

/// <summary><c>POST /v1/embeddings</c>: unit vectors in which texts with common words are near to each other.</summary>
internal sealed class EmbeddingsEndpoint : OpenAiEndpoint
{
    public const int Dimensions = 64;

    public override IReadOnlyList<string> Paths => ["/v1/embeddings"];

    protected override Reply AnswerKnownModel(JsonElement request, RequestContext context)
    {
        if (InputsOf(request) is not { Count: > 0 } inputs)
        {
            return Missing("input", "a text or an array of texts");
        }

        var isBase64 = StringOf(request, "encoding_format") == "base64";
        var tokens = inputs.Sum(Tokens.Count);
        return new JsonReply(200, JsonText.Of(json => Write(json, inputs, isBase64, tokens, context))) { PromptTokens = tokens };
    }

    /// <summary>The vector of a text, of length 1; a wrong one points the other way and is not of length 1.</summary>
    public static float[] Embed(string text, bool isWrongWanted)
    {
        // The first component is common to all, so that no text has the length 0.
        var vector = new float[Dimensions];
        vector[0] = 0.5f;
        foreach (var word in Tokens.Words(text))
        {
            var hash = Hash(word);
            vector[1 + (hash % (Dimensions - 1))] += (hash & 0x10000) == 0 ? 1 : -1;
        }

        var length = MathF.Sqrt(vector.Sum(component => component * component));
        var scale = isWrongWanted ? -3 : 1 / length;
        return Array.ConvertAll(vector, component => component * scale);
    }

    private static void Write(Utf8JsonWriter json, List<string> inputs, bool isBase64, int tokens, RequestContext context)
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        for (var index = 0; index < inputs.Count; index++)
        {
            json.WriteStartObject();
            json.WriteString("object", "embedding");
            json.WriteNumber("index", index);
            WriteVector(json, Embed(inputs[index], context.IsWrongWanted), isBase64);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("model", DemoModelServer.ModelName);
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", tokens);
        json.WriteNumber("total_tokens", tokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteVector(Utf8JsonWriter json, float[] vector, bool isBase64)
    {
        if (isBase64)
        {
            json.WriteBase64String("embedding", MemoryMarshal.AsBytes(vector.AsSpan()));
            return;
        }

        json.WriteStartArray("embedding");
        foreach (var component in vector)
        {
            json.WriteNumberValue(component);
        }

        json.WriteEndArray();
    }

    private static List<string>? InputsOf(JsonElement request)
    {
        if (StringOf(request, "input") is { } single)
        {
            return [single];
        }

        if (!request.TryGetProperty("input", out var many) || many.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var texts = many.EnumerateArray().Where(text => text.ValueKind == JsonValueKind.String).Select(text => text.GetString()!).ToList();
        return texts.Count == many.GetArrayLength() ? texts : null;
    }

    /// <summary>FNV-1a: the same on every machine and in every run, unlike string.GetHashCode.</summary>
    private static uint Hash(string word)
    {
        var hash = 2166136261u;
        foreach (var octet in Encoding.UTF8.GetBytes(word))
        {
            hash = (hash ^ octet) * 16777619u;
        }

        return hash;
    }
}
