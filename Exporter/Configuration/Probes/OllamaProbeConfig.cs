namespace Exporter.Configuration.Probes;

/// <summary>Probe <c>ollama</c>.</summary>
internal sealed record OllamaProbeConfig : GenerationProbeConfig
{
    public override ProbeType Type => ProbeType.Ollama;

    public override bool MeasuresFirstToken => Request.Stream;

    public override bool NeedsModel => true;

    public override string AskedPath => Api switch
    {
        OllamaApi.Generate => "/api/generate",
        OllamaApi.Chat => "/api/chat",
    };

    /// <summary>Default <see cref="OllamaApi.Chat"/>.</summary>
    public OllamaApi Api { get; init; } = OllamaApi.Chat;

    /// <summary>Whether probes may keep the model loaded; default false: it is asked once after each use by others, so that it is unloaded when nobody needs it.</summary>
    public bool AllowKeepAlive { get; init; }

    public ChatRequestConfig Request { get; init; } = new();

    public TextExpectConfig Expect { get; init; } = new();

    public override ProbeConfig? Asking(QualityCaseConfig one) => this with { Quality = null, Request = Request with { Prompt = one.Input ?? Request.Prompt } };

    public override bool IsDeterministic => Request.Temperature == 0;
}
