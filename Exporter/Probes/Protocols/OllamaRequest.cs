using Exporter.Configuration.Probes;

namespace Exporter.Probes.Protocols;

/// <summary>The body of a request to Ollama, written before the clock starts.</summary>
internal static class OllamaRequest
{
    /// <remarks>Nothing in it that the server loads a model anew for, such as the length of the context, and no <c>keep_alive</c>, which would stay with the model for others.</remarks>
    public static byte[] Serialise(OllamaApi api, ChatRequestConfig request, string? model) => JsonBody.Of(json =>
    {
        json.WriteIfGiven("model", model);
        if (api == OllamaApi.Chat)
        {
            OpenAiChatRequest.WriteMessages(json, request);
        }
        else
        {
            json.WriteIfGiven("system", request.System);
            json.WriteString("prompt", request.Prompt);
        }

        json.WriteBoolean("stream", request.Stream);
        json.WriteStartObject("options");
        json.WriteNumber("num_predict", request.MaxTokens);
        json.WriteNumber("temperature", request.Temperature);
        json.WriteEndObject();
    });
}
