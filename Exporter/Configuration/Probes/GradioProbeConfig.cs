namespace Exporter.Configuration.Probes;

/// <summary>Probe <c>gradio</c>.</summary>
internal sealed record GradioProbeConfig : ProbeConfig
{
    public GradioProbeConfig()
    {
        // A streaming function sends its whole text so far with every event: the bytes grow with the square of the answer.
        BodySizeLimitBytes = 8 * 1024 * 1024;
    }

    public override ProbeType Type => ProbeType.Gradio;

    /// <summary>Whether the function streams is the app's business; one that does not never has a first token.</summary>
    public override bool MeasuresFirstToken => true;

    /// <summary>Name of the function, without the slash that Gradio writes in front of it; default <c>predict</c>.</summary>
    public string ApiName { get; init; } = "predict";

    /// <summary>The function's arguments in their order, as the text of a JSON array.</summary>
    public required string Data { get; init; }

    /// <summary>On which way the function is called; default <c>auto</c>, the one that the app's users take.</summary>
    public GradioCallPath CallPath { get; init; }

    /// <summary>JSON Pointer to the answer among the function's outputs; default <c>/0</c>, the first.</summary>
    public string Output { get; init; } = "/0";

    /// <summary>What the answer's text must be like.</summary>
    public TextExpectConfig Expect { get; init; } = new();

    /// <summary>Checks of single values; the document is the list of the function's outputs.</summary>
    public ValueList<JsonExpectConfig> ExpectJson { get; init; } = ValueList<JsonExpectConfig>.Empty;
}
