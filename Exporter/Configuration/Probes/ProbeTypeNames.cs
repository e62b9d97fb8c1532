namespace Exporter.Configuration.Probes;

/// <summary>The words of the file, the label <c>type</c> and the rules for the protocols.</summary>
internal static class ProbeTypeNames
{
    /// <summary>The word for a protocol; a label value.</summary>
    public static string NameOf(ProbeType type) => type switch
    {
        ProbeType.Http => "http",
        ProbeType.OpenAiChat => "openai-chat",
        ProbeType.Gradio => "gradio",
        ProbeType.Streamlit => "streamlit",
        ProbeType.KserveHttp => "kserve-http",
        ProbeType.KserveGrpc => "kserve-grpc",
        ProbeType.GrpcHealth => "grpc-health",
        ProbeType.Tcp => "tcp",
        ProbeType.OpenAiCompletion => "openai-completion",
        ProbeType.OpenAiEmbeddings => "openai-embeddings",
        ProbeType.Rerank => "rerank",
        ProbeType.TeiEmbed => "tei-embed",
        ProbeType.TgiGenerate => "tgi-generate",
        ProbeType.Ollama => "ollama",
    };
}
