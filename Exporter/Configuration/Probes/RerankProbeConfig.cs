namespace Exporter.Configuration.Probes;

/// <summary>Probe <c>rerank</c>.</summary>
internal sealed record RerankProbeConfig : ModelProbeConfig
{
    public override ProbeType Type => ProbeType.Rerank;

    public override string AskedPath => Path ?? Dialect switch
    {
        RerankDialect.Auto or RerankDialect.Jina => "/v1/rerank",
        RerankDialect.Tei => "/rerank",
        RerankDialect.Score => "/v1/score",
    };

    /// <summary>Path relative to the target's url; null is the dialect's own.</summary>
    public string? Path { get; init; }

    /// <summary>How the request is written; default <see cref="RerankDialect.Auto"/>. The answer is read by its own shape.</summary>
    public RerankDialect Dialect { get; init; } = RerankDialect.Auto;

    public RerankRequestConfig Request { get; init; } = new();

    public RerankExpectConfig Expect { get; init; } = new();

    public override ProbeConfig? Asking(QualityCaseConfig one) => this with
    {
        Quality = null,
        Request = Request with { Query = one.Input ?? Request.Query, Documents = one.Documents.Count > 0 ? one.Documents : Request.Documents },
    };
}
