namespace Exporter.Configuration.Probes;

/// <summary>Probe <c>tei-embed</c>.</summary>
internal sealed record TeiEmbedProbeConfig : ModelProbeConfig
{
    public override ProbeType Type => ProbeType.TeiEmbed;

    public override string AskedPath => Path;

    /// <summary>Path relative to the target's url; default <c>/embed</c>.</summary>
    public string Path { get; init; } = "/embed";

    public TeiRequestConfig Request { get; init; } = new();

    public VectorExpectConfig Expect { get; init; } = new();

    public override ProbeConfig? Asking(QualityCaseConfig one) => this with { Quality = null, Request = Request with { Inputs = one.Input is null ? Request.Inputs : new([one.Input]) } };
}
