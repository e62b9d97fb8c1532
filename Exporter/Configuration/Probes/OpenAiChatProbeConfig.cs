namespace Exporter.Configuration.Probes;

/// <summary>Probe <c>openai-chat</c>.</summary>
internal sealed record OpenAiChatProbeConfig : GenerationProbeConfig
{
    public override ProbeType Type => ProbeType.OpenAiChat;

    public override bool MeasuresFirstToken => Request.Stream;

    public override string AskedPath => Path;

    /// <summary>Path relative to the target's url; default <c>/v1/chat/completions</c>.</summary>
    public string Path { get; init; } = "/v1/chat/completions";

    public ChatRequestConfig Request { get; init; } = new();

    public TextExpectConfig Expect { get; init; } = new();

    public override ProbeConfig? Asking(QualityCaseConfig one) => this with { Quality = null, Request = Request with { Prompt = one.Input ?? Request.Prompt } };

    public override bool IsDeterministic => Request.Temperature == 0;
}
