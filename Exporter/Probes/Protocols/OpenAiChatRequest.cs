using System.Text.Json;
using Exporter.Configuration.Probes;

namespace Exporter.Probes.Protocols;

/// <summary>The body of a chat request, written before the clock starts.</summary>
internal static class OpenAiChatRequest
{
    /// <param name="model">Null leaves the choice to the server.</param>
    /// <param name="writeMore">Writes fields that only some servers know.</param>
    /// <param name="askForUsage">Whether a stream is asked for its token counts; some servers refuse the unknown field.</param>
    public static byte[] Serialise(ChatRequestConfig request, string? model, bool askForUsage, Action<Utf8JsonWriter> writeMore) => JsonBody.Of(json =>
    {
        json.WriteIfGiven("model", model);
        WriteMessages(json, request);
        json.WriteNumber("max_tokens", request.MaxTokens);
        json.WriteNumber("temperature", request.Temperature);
        json.WriteBoolean("stream", request.Stream);
        writeMore(json);
        if (request.Stream && askForUsage)
        {
            json.WriteStartObject("stream_options");
            json.WriteBoolean("include_usage", true);
            json.WriteEndObject();
        }
    });

    /// <summary>The messages, as every chat of one question has them.</summary>
    public static void WriteMessages(Utf8JsonWriter json, ChatRequestConfig request)
    {
        json.WriteStartArray("messages");
        if (request.System is not null)
        {
            WriteMessage(json, "system", request.System);
        }

        WriteMessage(json, "user", request.Prompt);
        json.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter json, string role, string content)
    {
        json.WriteStartObject();
        json.WriteString("role", role);
        json.WriteString("content", content);
        json.WriteEndObject();
    }
}
