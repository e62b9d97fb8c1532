using System.Net.Security;

namespace Exporter.Configuration.Web;

/// <summary>Section <c>tls_server_config</c> of the web configuration. Files are read when a connection comes and they have changed.</summary>
internal sealed record TlsServerConfig
{
    /// <summary>Path of the certificate in PEM, leaf first, intermediates after it.</summary>
    public required string CertFile { get; init; }

    /// <summary>Path of the unencrypted private key in PEM.</summary>
    public required string KeyFile { get; init; }

    /// <summary>Key <c>client_auth_type</c>; default <see cref="ClientAuthType.NoClientCert"/>.</summary>
    public ClientAuthType ClientAuth { get; init; } = ClientAuthType.NoClientCert;

    /// <summary>Path of the CA certificates that client certificates must lead to; needed by the verifying types, forbidden with <see cref="ClientAuthType.NoClientCert"/>.</summary>
    public string? ClientCaFile { get; init; }

    /// <summary>Key <c>client_allowed_sans</c>: a client's certificate must carry one of these as subject alternative name; empty allows all. Needs a verifying type.</summary>
    public ValueList<string> ClientAllowedSans { get; init; } = ValueList<string>.Empty;

    /// <summary>Key <c>min_version</c>; default <c>TLS12</c>.</summary>
    public TlsVersion MinVersion { get; init; } = TlsVersion.Tls12;

    /// <summary>Key <c>max_version</c>; default <c>TLS13</c>; not below <see cref="MinVersion"/>.</summary>
    public TlsVersion MaxVersion { get; init; } = TlsVersion.Tls13;

    /// <summary>Key <c>cipher_suites</c>: IANA names, for TLS 1.2 (those of TLS 1.3 are always offered); empty means the system's choice.</summary>
    public ValueList<TlsCipherSuite> CipherSuites { get; init; } = ValueList<TlsCipherSuite>.Empty;
}
