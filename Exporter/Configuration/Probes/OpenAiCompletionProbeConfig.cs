namespace Exporter.Configuration.Probes;

/// <summary>Probe <c>openai-completion</c>.</summary>
internal sealed record OpenAiCompletionProbeConfig : GenerationProbeConfig
{
    public override ProbeType Type => ProbeType.OpenAiCompletion;

    public override bool MeasuresFirstToken => Request.Stream;

    public override string AskedPath => Path;

    /// <summary>Path relative to the target's url; default <c>/v1/completions</c>.</summary>
    public string Path { get; init; } = "/v1/completions";

    public PromptRequestConfig Request { get; init; } = new();

    public TextExpectConfig Expect { get; init; } = new();

    public override ProbeConfig? Asking(QualityCaseConfig one) => this with { Quality = null, Request = Request with { Prompt = one.Input ?? Request.Prompt } };

    public override bool IsDeterministic => Request.Temperature == 0;
}
