namespace Exporter.Benchmarks.Scrape;

/// <summary>What one round found of one program.</summary>
internal sealed record ScrapeMeasurement
{
    public required int Series { get; init; }

    public required int PlainBytes { get; init; }

    public required int GzippedBytes { get; init; }

    public required double PlainP50Milliseconds { get; init; }

    public required double PlainP99Milliseconds { get; init; }

    public required double GzippedP50Milliseconds { get; init; }

    public required double GzippedP99Milliseconds { get; init; }

    /// <summary>CPU of the whole process during the plain scrapes, divided by their number.</summary>
    public required double PlainCpuMilliseconds { get; init; }

    public required double GzippedCpuMilliseconds { get; init; }

    /// <summary>By a plain scrape, from the program's own counter; null where it publishes none.</summary>
    public required double? PlainAllocatedBytes { get; init; }

    public required double? GzippedAllocatedBytes { get; init; }

    public required double ResidentBytesFirst { get; init; }

    public required double ResidentBytesLast { get; init; }

    /// <summary>The part of <see cref="ResidentBytesLast"/> that no file on disk backs.</summary>
    public required double OwnBytesLast { get; init; }
}
