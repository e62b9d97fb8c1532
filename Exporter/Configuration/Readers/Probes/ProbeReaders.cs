using Exporter.Configuration.Probes;

namespace Exporter.Configuration.Readers.Probes;

/// <summary>One reader a protocol; a protocol without an arm here does not compile.</summary>
internal static class ProbeReaders
{
    public static IProbeReader Of(ProbeType type) => type switch
    {
        ProbeType.Http => HttpProbeReader.Instance,
        ProbeType.OpenAiChat => OpenAiChatProbeReader.Instance,
        ProbeType.Gradio => GradioProbeReader.Instance,
        ProbeType.Streamlit => StreamlitProbeReader.Instance,
        ProbeType.KserveHttp => KserveHttpProbeReader.Instance,
        ProbeType.KserveGrpc => KserveGrpcProbeReader.Instance,
        ProbeType.GrpcHealth => GrpcHealthProbeReader.Instance,
        ProbeType.Tcp => TcpProbeReader.Instance,
        ProbeType.OpenAiCompletion => OpenAiCompletionProbeReader.Instance,
        ProbeType.OpenAiEmbeddings => OpenAiEmbeddingsProbeReader.Instance,
        ProbeType.Rerank => RerankProbeReader.Instance,
        ProbeType.TeiEmbed => TeiEmbedProbeReader.Instance,
        ProbeType.TgiGenerate => TgiGenerateProbeReader.Instance,
        ProbeType.Ollama => OllamaProbeReader.Instance,
    };
}
