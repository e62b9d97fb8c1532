namespace Exporter.Probes;

/// <summary>A request, or the beginning of an answer.</summary>
internal sealed record TranscriptEntry
{
    /// <summary>Method and address, or status and its phrase.</summary>
    public required string Line { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>Of a request; null for none. Answers are judged, not kept.</summary>
    public string? Body { get; init; }

    public bool IsAnswer { get; init; }
}
