namespace Exporter.Configuration.Probes;

/// <summary>Probe <c>openai-embeddings</c>.</summary>
internal sealed record OpenAiEmbeddingsProbeConfig : ModelProbeConfig
{
    public override ProbeType Type => ProbeType.OpenAiEmbeddings;

    public override string AskedPath => Path;

    /// <summary>Path relative to the target's url; default <c>/v1/embeddings</c>.</summary>
    public string Path { get; init; } = "/v1/embeddings";

    public EmbeddingsRequestConfig Request { get; init; } = new();

    public VectorExpectConfig Expect { get; init; } = new();

    public override ProbeConfig? Asking(QualityCaseConfig one) => this with { Quality = null, Request = Request with { Input = one.Input is null ? Request.Input : new([one.Input]) } };
}
