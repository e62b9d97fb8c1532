namespace Exporter.Configuration.Traffic;

/// <summary>Section <c>json</c> of an access log: names of keys, or JSON Pointers to nested ones. Of several the first that is there counts.</summary>
internal sealed record AccessLogJsonConfig
{
    /// <summary>A whole request line, such as <c>GET / HTTP/1.1</c>.</summary>
    public ValueList<string> Request { get; init; } = new(["request"]);

    public ValueList<string> Method { get; init; } = new(["method", "request_method"]);

    public ValueList<string> Path { get; init; } = new(["path", "uri", "request_uri"]);

    public ValueList<string> Status { get; init; } = new(["status", "status_code"]);

    /// <summary>Seconds.</summary>
    public ValueList<string> Duration { get; init; } = new(["duration", "request_time"]);

    public ValueList<string> DurationMs { get; init; } = new(["duration_ms"]);

    public ValueList<string> DurationUs { get; init; } = new(["duration_us"]);

    public ValueList<string> UserAgent { get; init; } = new(["user_agent", "http_user_agent"]);

    /// <summary><c>host:port</c>.</summary>
    public ValueList<string> Client { get; init; } = new(["client", "remote_addr"]);
}
