using System.Text.Json;

namespace Exporter.Demo.ModelServer;

/// <summary><c>POST /v1/chat/completions</c>; streams are shaped like vLLM's.</summary>
internal sealed class ChatEndpoint : GenerationEndpoint
{
    /// <summary>Role and separators of one message.</summary>
    private const int TokensOfMessageFrame = 4;

    public override IReadOnlyList<string> Paths => ["/v1/chat/completions"];

    protected override string IdPrefix => "chatcmpl";

    protected override string WholeObject => "chat.completion";

    protected override string ChunkObject => "chat.completion.chunk";

    protected override (string Prompt, int PromptTokens, JsonReply? Failure) PromptOf(JsonElement request)
    {
        if (!request.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0)
        {
            return ("", 0, Missing("messages", "an array of at least one message"));
        }

        var prompt = "";
        var tokens = 0;
        foreach (var message in messages.EnumerateArray())
        {
            if (message.ValueKind != JsonValueKind.Object || StringOf(message, "role") is not { } role || TextOf(message) is not { } text)
            {
                return ("", 0, Missing("messages", "an array of objects with role and content"));
            }

            tokens += Tokens.Count(text) + TokensOfMessageFrame;
            prompt = role == "user" ? text : prompt;
        }

        return (prompt, tokens, null);
    }

    protected override void WriteWhole(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteString("content", text);
        json.WriteStartArray("tool_calls");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    protected override void WriteDelta(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject("delta");
        json.WriteString("content", text);
        json.WriteEndObject();
    }

    protected override bool WriteOpening(Utf8JsonWriter json)
    {
        json.WriteStartObject("delta");
        json.WriteString("role", "assistant");
        json.WriteString("content", "");
        json.WriteEndObject();
        return true;
    }

    /// <summary>Content is a text, or an array of parts of which some are text.</summary>
    private static string? TextOf(JsonElement message)
    {
        if (!message.TryGetProperty("content", out var content) || content.ValueKind != JsonValueKind.Array)
        {
            return StringOf(message, "content");
        }

        return string.Concat(content.EnumerateArray().Where(part => part.ValueKind == JsonValueKind.Object).Select(part => StringOf(part, "text")));
    }
}
