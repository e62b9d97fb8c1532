using Exporter.Configuration;
using Exporter.Configuration.Probes;
using Exporter.Probes.Protocols;
using Exporter.Probes.Quality;

namespace Exporter.Probes;

/// <summary>From a probe's configuration to the protocol that asks it. A new member of <see cref="ProbeType"/> fails the build here until it has its arm.</summary>
internal static class ProbeFactory
{
    /// <summary>Makes the probe; the caller (<see cref="ProbeJob"/>) disposes it.</summary>
    public static IProbe Create(TargetConfig target, ProbeConfig probe) => probe.Quality is { } quality
        ? new QualityProbe(probe, quality, one => CreateProtocol(target, one))
        : CreateProtocol(target, probe);

    private static IProbe CreateProtocol(TargetConfig target, ProbeConfig probe) => probe.Type switch
    {
        ProbeType.Http => new HttpProbe(target, (HttpProbeConfig)probe),
        ProbeType.OpenAiChat => new OpenAiChatProbe(target, (OpenAiChatProbeConfig)probe),
        ProbeType.Gradio => new GradioProbe(target, (GradioProbeConfig)probe),
        ProbeType.Streamlit => new StreamlitProbe(target, (StreamlitProbeConfig)probe),
        ProbeType.KserveHttp => new KserveHttpProbe(target, (KserveHttpProbeConfig)probe),
        ProbeType.KserveGrpc => new KserveGrpcProbe(target, (KserveGrpcProbeConfig)probe),
        ProbeType.GrpcHealth => new GrpcHealthProbe(target, (GrpcHealthProbeConfig)probe),
        ProbeType.Tcp => new TcpProbe(target, (TcpProbeConfig)probe),
        ProbeType.OpenAiCompletion => new OpenAiCompletionProbe(target, (OpenAiCompletionProbeConfig)probe),
        ProbeType.OpenAiEmbeddings => new OpenAiEmbeddingsProbe(target, (OpenAiEmbeddingsProbeConfig)probe),
        ProbeType.Rerank => new RerankProbe(target, (RerankProbeConfig)probe),
        ProbeType.TeiEmbed => new TeiEmbedProbe(target, (TeiEmbedProbeConfig)probe),
        ProbeType.TgiGenerate => new TgiGenerateProbe(target, (TgiGenerateProbeConfig)probe),
        ProbeType.Ollama => new OllamaProbe(target, (OllamaProbeConfig)probe),
    };
}
