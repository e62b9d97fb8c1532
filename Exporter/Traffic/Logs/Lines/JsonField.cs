namespace Exporter.Traffic.Logs.Lines;

/// <summary>What a value of a JSON line means.</summary>
internal enum JsonField
{
    Request,
    Method,
    Path,
    Status,
    Duration,
    DurationMs,
    DurationUs,
    UserAgent,
    Client,
}
