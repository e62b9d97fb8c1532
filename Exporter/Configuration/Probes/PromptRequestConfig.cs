namespace Exporter.Configuration.Probes;

/// <summary>Section <c>request</c> of a probe that has a text continued.</summary>
internal sealed record PromptRequestConfig
{
    /// <summary>The text to be continued.</summary>
    public string Prompt { get; init; } = "The capital of France is";

    /// <summary>Upper bound of generated tokens; 1 to 4096; default 16.</summary>
    public int MaxTokens { get; init; } = 16;

    /// <summary>0 to 2; default 0, so that answers can be compared.</summary>
    public double Temperature { get; init; }

    /// <summary>Whether the answer is streamed; default true, which is what time to first token needs.</summary>
    public bool Stream { get; init; } = true;
}
