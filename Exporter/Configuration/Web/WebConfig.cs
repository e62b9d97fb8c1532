namespace Exporter.Configuration.Web;

/// <summary>The file of <c>--web.config.file</c>, in exporter-toolkit's schema, so that one file serves every exporter of a host.</summary>
/// <remarks>Paths in the file are relative to the file; here they are resolved. The defaults are those of a missing file.</remarks>
internal sealed record WebConfig
{
    /// <summary>Section <c>tls_server_config</c>; null means plain HTTP.</summary>
    public TlsServerConfig? Tls { get; init; }

    /// <summary>Section <c>http_server_config</c>.</summary>
    public HttpServerConfig HttpServer { get; init; } = new();

    /// <summary>Section <c>basic_auth_users</c>; empty means no basic authentication. Names are unique.</summary>
    public ValueList<BasicAuthUser> BasicAuthUsers { get; init; } = ValueList<BasicAuthUser>.Empty;

    /// <summary>Key <c>bearer_tokens_file</c>, our own: one token a line, <c>#</c> begins a comment line; null means no tokens.</summary>
    public string? BearerTokensFile { get; init; }

    /// <summary>Section <c>rate_limit</c>; null means none.</summary>
    public RateLimitConfig? RateLimit { get; init; }
}
