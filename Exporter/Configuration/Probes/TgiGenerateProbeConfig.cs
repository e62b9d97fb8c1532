namespace Exporter.Configuration.Probes;

/// <summary>Probe <c>tgi-generate</c>.</summary>
internal sealed record TgiGenerateProbeConfig : GenerationProbeConfig
{
    public override ProbeType Type => ProbeType.TgiGenerate;

    public override bool MeasuresFirstToken => Request.Stream;

    public override string AskedPath => Path ?? (Request.Stream ? "/generate_stream" : "/generate");

    /// <summary>Path relative to the target's url; null is <c>/generate_stream</c> or, without a stream, <c>/generate</c>.</summary>
    public string? Path { get; init; }

    public PromptRequestConfig Request { get; init; } = new();

    public TextExpectConfig Expect { get; init; } = new();

    public override ProbeConfig? Asking(QualityCaseConfig one) => this with { Quality = null, Request = Request with { Prompt = one.Input ?? Request.Prompt } };

    public override bool IsDeterministic => Request.Temperature == 0;
}
