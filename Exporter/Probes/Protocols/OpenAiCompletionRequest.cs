using System.Text.Json;
using Exporter.Configuration.Probes;

namespace Exporter.Probes.Protocols;

/// <summary>The body of a completion request, written before the clock starts.</summary>
internal static class OpenAiCompletionRequest
{
    /// <param name="model">Null leaves the choice to the server.</param>
    /// <param name="writeMore">Writes fields that only some servers know.</param>
    /// <param name="askForUsage">Whether a stream is asked for its token counts; some servers refuse the unknown field.</param>
    public static byte[] Serialise(PromptRequestConfig request, string? model, bool askForUsage, Action<Utf8JsonWriter> writeMore) => JsonBody.Of(json =>
    {
        json.WriteIfGiven("model", model);
        json.WriteString("prompt", request.Prompt);
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
}
