namespace Exporter.Configuration.Probes;

/// <summary>Which protocols cost tokens.</summary>
internal static class ProbeTypeTokens
{
    /// <summary>Whether answers of the type cost tokens, so that their counters exist from the start and may have a budget.</summary>
    public static bool AreCounted(ProbeType type) => type switch
    {
        ProbeType.Http => false,
        ProbeType.OpenAiChat => true,
        ProbeType.Gradio => true,
        ProbeType.Streamlit => true,
        ProbeType.KserveHttp => false,
        ProbeType.KserveGrpc => false,
        ProbeType.GrpcHealth => false,
        ProbeType.Tcp => false,
        ProbeType.OpenAiCompletion => true,
        ProbeType.OpenAiEmbeddings => true,
        ProbeType.Rerank => true,
        ProbeType.TeiEmbed => true,
        ProbeType.TgiGenerate => true,
        ProbeType.Ollama => true,
    };
}
