namespace Exporter.Traffic.ServerMetrics;

/// <summary>What came back from a server: a body, or why there is none.</summary>
internal readonly record struct ServerAnswer(ReadOnlyMemory<byte> Body, ScrapeFailureReason? Failure, string Detail)
{
    public static ServerAnswer Good(ReadOnlyMemory<byte> body) => new(body, null, "");

    public static ServerAnswer Bad(ScrapeFailureReason failure, string detail) => new(default, failure, detail);
}
