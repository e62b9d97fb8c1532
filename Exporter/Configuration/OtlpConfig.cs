namespace Exporter.Configuration;

/// <summary>Section <c>otlp</c>: the same metrics pushed to a collector. A change needs a restart.</summary>
internal sealed record OtlpConfig
{
    /// <summary>Collector's base address, such as <c>http://127.0.0.1:4318</c>; <c>/v1/metrics</c> is added for http/protobuf.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>Time between two pushes; 1 s to 1 h; default 60 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>File with one <c>Name: value</c> header a line, for authentication; null means none.</summary>
    public string? HeadersFile { get; init; }
}
