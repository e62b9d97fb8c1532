namespace Exporter.Probes.Protocols;

/// <summary>One JSON object of a server that generates text, a whole answer or one event of a stream, whatever its protocol calls things.</summary>
internal sealed record GeneratedPart
{
    /// <summary>The error it reports; null means none.</summary>
    public string? Error { get; init; }

    /// <summary>Whether it is part of an answer; an object with usage alone is not.</summary>
    public bool IsAnswer { get; init; }

    /// <summary>Answer text; null or empty means none.</summary>
    public string? Text { get; init; }

    /// <summary>Whether it holds generated material besides answer text: reasoning, a tool call, a special token.</summary>
    public bool HasOtherMaterial { get; init; }

    /// <summary>Whether it says that nothing follows; OpenAI-compatible servers say it in another way.</summary>
    public bool IsLast { get; init; }

    /// <summary>Null while the model has not stopped.</summary>
    public string? FinishReason { get; init; }

    /// <summary>Token counts as the server reports them; null where it does not.</summary>
    public TokenCounts? Usage { get; init; }

    /// <summary>What the server says of its own time; null where it does not.</summary>
    public ServerDurations? Durations { get; init; }

    /// <summary>Whether it holds anything the model generated.</summary>
    public bool HasMaterial => HasOtherMaterial || !string.IsNullOrEmpty(Text);
}
