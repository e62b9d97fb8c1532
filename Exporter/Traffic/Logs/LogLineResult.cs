namespace Exporter.Traffic.Logs;

/// <summary>What became of a line; label <c>result</c>.</summary>
internal enum LogLineResult
{
    /// <summary>A request, counted.</summary>
    Matched,

    /// <summary>No request: a banner, a message, a traceback, or another format than was said.</summary>
    Unmatched,

    /// <summary>A request of our own probes, not counted.</summary>
    OwnProbe,

    /// <summary>Longer than is kept; what it said is not known.</summary>
    TooLong,
}
