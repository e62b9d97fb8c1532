using Exporter.Configuration.Probes;

namespace Exporter.Probes.Metrics;

/// <summary>What a probe is called by OpenTelemetry's conventions for generative AI.</summary>
/// <param name="Name">Label <c>gen_ai_operation_name</c>.</param>
/// <param name="Provider">Label <c>gen_ai_provider_name</c>; by the conventions <c>openai</c> where only the protocol is known.</param>
internal sealed record GenAiOperation(string Name, string Provider)
{
    private const string OpenAi = "openai";

    /// <returns>Null for a probe that is no such operation.</returns>
    public static GenAiOperation? Of(ProbeConfig probe) => probe switch
    {
        OpenAiChatProbeConfig => new("chat", OpenAi),
        OpenAiCompletionProbeConfig => new("text_completion", OpenAi),
        OpenAiEmbeddingsProbeConfig => new("embeddings", OpenAi),
        RerankProbeConfig => new("rerank", OpenAi),
        TeiEmbedProbeConfig => new("embeddings", "text-embeddings-inference"),
        TgiGenerateProbeConfig => new("text_completion", "text-generation-inference"),
        OllamaProbeConfig ollama => new(ollama.Api == OllamaApi.Chat ? "chat" : "text_completion", "ollama"),
        _ => null,
    };
}
