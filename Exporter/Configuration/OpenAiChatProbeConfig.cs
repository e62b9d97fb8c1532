namespace Exporter.Configuration;

/// <summary>Probe <c>openai-chat</c>.</summary>
internal sealed record OpenAiChatProbeConfig : ModelProbeConfig
{
    public override ProbeType Type => ProbeType.OpenAiChat;

    public override bool MeasuresFirstToken => Request.Stream;

    public override string AskedPath => Path;

    /// <summary>Path relative to the target's url; default <c>/v1/chat/completions</c>.</summary>
    public string Path { get; init; } = "/v1/chat/completions";

    public ChatRequestConfig Request { get; init; } = new();

    /// <summary>What is done about the server's prefix cache.</summary>
    public PromptCacheConfig Cache { get; init; } = new();

    /// <summary>What <c>${case}</c> stands for in the messages, one for each request; empty means none.</summary>
    public ValueList<string> Cases { get; init; } = ValueList<string>.Empty;

    /// <summary>Key <c>case_order</c>; default <see cref="CaseOrder.RoundRobin"/>.</summary>
    public CaseOrder CaseOrder { get; init; } = CaseOrder.RoundRobin;

    public TextExpectConfig Expect { get; init; } = new();

    public override ProbeConfig? Asking(QualityCaseConfig one) => this with { Quality = null, Request = Request with { Prompt = one.Input ?? Request.Prompt } };

    public override bool IsDeterministic => Request.Temperature == 0;
}
