using Exporter.Configuration.Web;

namespace Exporter.Configuration.Client;

/// <summary>Section <c>tls</c> of a probe. Files are read again when they have changed.</summary>
internal sealed record TlsClientConfig
{
    /// <summary>Path of the CA certificates in PEM that the server's must lead to; null means those of the system.</summary>
    public string? CaFile { get; init; }

    /// <summary>Path of the client certificate in PEM, leaf first; null means none. Needs <see cref="KeyFile"/>.</summary>
    public string? CertFile { get; init; }

    /// <summary>Path of the client certificate's unencrypted private key in PEM.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Name that is asked for and that the certificate must carry; null means the host of the url.</summary>
    public string? ServerName { get; init; }

    /// <summary>Key <c>insecure_skip_verify</c>: any certificate will do; default false.</summary>
    public bool SkipVerify { get; init; }

    /// <summary>Key <c>min_version</c>; default <c>TLS12</c>.</summary>
    public TlsVersion MinVersion { get; init; } = TlsVersion.Tls12;
}
