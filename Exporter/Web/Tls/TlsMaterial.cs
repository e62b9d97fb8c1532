using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exporter.Configuration.Web;

namespace Exporter.Web.Tls;

/// <summary>Certificate, key and client rules of one state of the files; connections made with it keep it when the files change.</summary>
internal sealed class TlsMaterial
{
    private static readonly TlsCipherSuite[] Tls13Suites =
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256, TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
    ];

    private readonly SslStreamCertificateContext certificate;
    private readonly ClientCertificateRule clients;
    private readonly SslProtocols versions;
    private readonly CipherSuitesPolicy? suites;

    private TlsMaterial(SslStreamCertificateContext certificate, ClientCertificateRule clients, SslProtocols versions, CipherSuitesPolicy? suites)
    {
        this.certificate = certificate;
        this.clients = clients;
        this.versions = versions;
        this.suites = suites;
    }

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="CryptographicException">A file is no PEM, or the key is not that of the certificate.</exception>
    /// <exception cref="InvalidDataException">The settings contradict each other.</exception>
    public static TlsMaterial Load(TlsServerConfig config) => new(
        LoadCertificate(config),
        ClientCertificateRule.Load(config),
        Versions(config.MinVersion, config.MaxVersion),
        config.CipherSuites.Count > 0 ? Suites(config.CipherSuites) : null);

    /// <summary>Options for one connection.</summary>
    public SslServerAuthenticationOptions CreateOptions()
    {
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate,
            EnabledSslProtocols = versions,
            CipherSuitesPolicy = suites,
            AllowRenegotiation = false,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        clients.ApplyTo(options);
        return options;
    }

    private static SslStreamCertificateContext LoadCertificate(TlsServerConfig config)
    {
        var pem = File.ReadAllText(config.CertFile);
        var key = File.ReadAllText(config.KeyFile);
        try
        {
            var leaf = X509Certificate2.CreateFromPem(pem, key);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(pem);

            // The leaf comes first and goes out by itself. Offline: a start must not wait for somebody else's server.
            chain.RemoveAt(0);
            return SslStreamCertificateContext.Create(leaf, chain, offline: true);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new CryptographicException($"{config.CertFile} and {config.KeyFile} are not a certificate with its unencrypted private key in PEM: {e.Message}", e);
        }
    }

    private static SslProtocols Versions(TlsVersion min, TlsVersion max)
    {
        if (min > max)
        {
            throw new InvalidDataException("min_version is above max_version");
        }

        return (min <= TlsVersion.Tls12 ? SslProtocols.Tls12 : SslProtocols.None) | (max >= TlsVersion.Tls13 ? SslProtocols.Tls13 : SslProtocols.None);
    }

    private static CipherSuitesPolicy Suites(IEnumerable<TlsCipherSuite> forTls12) =>
        OperatingSystem.IsWindows() || OperatingSystem.IsAndroid()
            ? throw new InvalidDataException("cipher_suites cannot be chosen on this system")
            : new CipherSuitesPolicy(forTls12.Concat(Tls13Suites).Distinct());
}
