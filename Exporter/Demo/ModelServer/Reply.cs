namespace Exporter.Demo.ModelServer;

/// <summary>What an endpoint answers, before any fault and any pace.</summary>
internal abstract record Reply
{
    /// <summary>Tokens of the question.</summary>
    public int PromptTokens { get; init; }

    /// <summary>Tokens of the answer; what a reply that is not streamed waits for.</summary>
    public int OutputTokens { get; init; }

    /// <summary>Why the generation ended: <c>stop</c> or <c>length</c>; null where nothing is generated.</summary>
    public string? FinishReason { get; init; }
}
