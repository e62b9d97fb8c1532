namespace Exporter.Probes.Streaming;

/// <summary>
/// Times the events of a stream that carry generated material. Role-only deltas, usage-only chunks and comments are not told
/// to it: a server that says early that it is alive has not yet answered.
/// </summary>
/// <param name="time">The clock that the timestamps come from.</param>
/// <param name="begun">Timestamp just before the request was sent.</param>
internal sealed class StreamClock(TimeProvider time, long begun)
{
    /// <summary>As many chunks as a probe can ask for at most.</summary>
    private const int MaxGaps = 4096;

    private readonly List<long> gaps = [];
    private long first;
    private long? firstOutput;
    private long last;
    private long maxGap;

    /// <summary>Events with generated material so far.</summary>
    public int Chunks { get; private set; }

    /// <summary>The number of output tokens for a server that does not report one; null before the first event.</summary>
    public TokenCounts? CountedTokens => Chunks == 0 ? null : new TokenCounts { Output = Chunks, Source = TokenCountSource.Chunks };

    /// <param name="timestamp">When the bytes of the event were read.</param>
    /// <param name="isOutput">Whether it holds answer text, not only reasoning or a tool call.</param>
    public void Saw(long timestamp, bool isOutput)
    {
        if (Chunks == 0)
        {
            first = timestamp;
        }
        else
        {
            maxGap = Math.Max(maxGap, timestamp - last);
            if (gaps.Count < MaxGaps)
            {
                gaps.Add(timestamp - last);
            }
        }

        firstOutput ??= isOutput ? timestamp : null;
        last = timestamp;
        Chunks++;
    }

    /// <param name="tokens">The tokens of the exchange from one source; null where unknown.</param>
    /// <returns>Null when nothing was generated.</returns>
    public StreamTimings? Read(TokenCounts? tokens)
    {
        if (Chunks == 0)
        {
            return null;
        }

        var generating = time.GetElapsedTime(first, last);
        var steps = (tokens?.Output ?? 0) - 1;
        var hasPace = steps > 0 && generating > TimeSpan.Zero;
        return new StreamTimings
        {
            TimeToFirstToken = time.GetElapsedTime(begun, first),
            TimeToFirstOutputToken = firstOutput is { } output ? time.GetElapsedTime(begun, output) : null,
            TimeToLastToken = time.GetElapsedTime(begun, last),
            MaxGap = Chunks > 1 ? time.GetElapsedTime(0, maxGap) : null,
            TimePerOutputToken = hasPace ? generating / steps : null,
            OutputTokensPerSecond = hasPace ? steps / generating.TotalSeconds : null,
            Chunks = Chunks,
            Gaps = [.. gaps.Select(gap => time.GetElapsedTime(0, gap))],
        };
    }
}
