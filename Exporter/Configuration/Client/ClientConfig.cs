namespace Exporter.Configuration.Client;

/// <summary>How a probe reaches its server, whatever it asks there: address family, proxy, TLS, who it is, redirects. The keys stand beside the probe's own.</summary>
internal sealed record ClientConfig
{
    /// <summary>Section <c>tls</c>: whom to trust and who we are; null means the system's trust and no client certificate.</summary>
    public TlsClientConfig? Tls { get; init; }

    /// <summary>Section <c>basic_auth</c>; null means none. Excludes <c>authorization</c>.</summary>
    public BasicAuthConfig? BasicAuth { get; init; }

    /// <summary>Key <c>proxy_url</c>: an HTTP proxy; https goes through a CONNECT tunnel. Null means none; the environment's proxies are never used.</summary>
    public Uri? ProxyUrl { get; init; }

    /// <summary>Key <c>ip_protocol</c>; default <see cref="IpProtocol.Any"/>.</summary>
    public IpProtocol IpProtocol { get; init; } = IpProtocol.Any;

    /// <summary>Key <c>ip_protocol_fallback</c>: whether the other family is taken where the name has no address of the wanted one; default false, as it would hide what the wanted one is for.</summary>
    public bool IpProtocolFallback { get; init; }

    /// <summary>Key <c>follow_redirects</c>; default false. At most ten; credentials stay with the first server.</summary>
    public bool FollowRedirects { get; init; }

    /// <summary>Key <c>fail_if_ssl</c>: the answer must have come without TLS.</summary>
    public bool FailIfSsl { get; init; }

    /// <summary>Key <c>fail_if_not_ssl</c>: the answer must have come over TLS.</summary>
    public bool FailIfNotSsl { get; init; }
}
