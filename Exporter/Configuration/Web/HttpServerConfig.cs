using Exporter.Configuration.Client;

namespace Exporter.Configuration.Web;

/// <summary>Section <c>http_server_config</c> of the web configuration.</summary>
internal sealed record HttpServerConfig
{
    /// <summary>Whether HTTP/2 is offered beside HTTP/1.1; only over TLS; default true.</summary>
    public bool Http2 { get; init; } = true;

    /// <summary>Headers added to every answer; the schema allows a closed set of security headers.</summary>
    public ValueList<HeaderConfig> Headers { get; init; } = ValueList<HeaderConfig>.Empty;
}
