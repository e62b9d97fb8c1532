using Exporter.Traffic.ServerMetrics.Text;

namespace Exporter.Traffic.ServerMetrics;

/// <summary>How the last reading of one target's metrics ended, and what the last good one brought. Immutable.</summary>
internal sealed record ServerScrape
{
    public required string Target { get; init; }

    /// <summary>Null where the last reading was good.</summary>
    public ScrapeFailureReason? Failure { get; init; }

    /// <summary>Duration of the last reading.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Series that the last good answer had.</summary>
    public int Series { get; init; }

    /// <summary>Series of allowed families that were left out for <c>max_series</c>.</summary>
    public int LeftOut { get; init; }

    /// <summary>Lines that could not be read, in all answers.</summary>
    public long BrokenLines { get; init; }

    /// <summary>Timestamp of the last good answer, on the monotonic clock; null where there was none.</summary>
    public long? ReadAt { get; init; }

    /// <summary>What the last good answer said; null where there was none.</summary>
    public ServerReading? Reading { get; init; }

    /// <summary>Families of the last good answer that are passed on.</summary>
    public IReadOnlyList<ServerFamily> Families { get; init; } = [];
}
