namespace Exporter.Probes.Streaming;

/// <summary>The timings of one stream. Times count from just before the request was sent.</summary>
internal sealed record StreamTimings
{
    /// <summary>First event with generated material of any kind: text, reasoning, tool call.</summary>
    public required TimeSpan TimeToFirstToken { get; init; }

    /// <summary>First event with answer text; null where there was none.</summary>
    public TimeSpan? TimeToFirstOutputToken { get; init; }

    /// <summary>Last event with generated material.</summary>
    public required TimeSpan TimeToLastToken { get; init; }

    /// <summary>Largest time between two events with generated material that follow each other; null with fewer than two.</summary>
    public TimeSpan? MaxGap { get; init; }

    /// <summary>(last - first) / (n - 1); null with fewer than two tokens, or when all came in one piece, which says nothing of the pace.</summary>
    public TimeSpan? TimePerOutputToken { get; init; }

    /// <summary>(n - 1) / (last - first), the speed of decoding; null when <see cref="TimePerOutputToken"/> is.</summary>
    public double? OutputTokensPerSecond { get; init; }

    /// <summary>Events with generated material.</summary>
    public required int Chunks { get; init; }

    /// <summary>The times between events with generated material, in their order; of a very long answer the first.</summary>
    public IReadOnlyList<TimeSpan> Gaps { get; init; } = [];
}
