using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exporter.Configuration.Client;
using Exporter.Configuration.Web;

namespace Exporter.Probes.Transport;

/// <summary>Whom a probe trusts and who it says it is; files are read again once they have changed.</summary>
/// <param name="config">Null means the system's trust and no client certificate.</param>
/// <param name="protocol">What is to be spoken inside; null leaves it unsaid.</param>
/// <remarks>One handshake at a time.</remarks>
internal sealed class TlsIdentity(TlsClientConfig? config, SslApplicationProtocol? protocol) : IDisposable
{
    private X509Certificate2Collection? roots;
    private X509Certificate2Collection? chain;
    private SslStreamCertificateContext? client;
    private (long Length, DateTime Written)[] stamps = [];

    /// <param name="host">The server as it is addressed.</param>
    /// <param name="isHome">Whether it is the configured server.</param>
    /// <exception cref="AuthenticationException">A file cannot be used; the message names it.</exception>
    public SslClientAuthenticationOptions OptionsFor(string host, bool isHome)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host, ApplicationProtocols = protocol is { } one ? [one] : null };
        if (config is null)
        {
            return options;
        }

        ReadChangedFiles(config);
        options.EnabledSslProtocols = config.MinVersion switch
        {
            TlsVersion.Tls12 => SslProtocols.Tls12 | SslProtocols.Tls13,
            TlsVersion.Tls13 => SslProtocols.Tls13,
        };
        if (roots is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                // A look-up of missing links elsewhere would be timed as the server's handshake.
                DisableCertificateDownloads = true,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        }

        if (isHome)
        {
            options.TargetHost = config.ServerName ?? host;
            options.ClientCertificateContext = client;
        }

        return options;
    }

    public void Dispose()
    {
        DisposeAll(roots);
        DisposeAll(chain);
        client?.TargetCertificate.Dispose();
    }

    private void ReadChangedFiles(TlsClientConfig files)
    {
        try
        {
            var now = Array.ConvertAll(((string?[])[files.CaFile, files.CertFile, files.KeyFile]).OfType<string>().ToArray(), Stamp);
            if (now.AsSpan().SequenceEqual(stamps))
            {
                return;
            }

            // Until they are read there is nothing to go on with, whatever the files were before.
            stamps = [];
            Read(files);
            stamps = now;
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new AuthenticationException($"a file of section tls cannot be used: {wrong.Message}");
        }
    }

    private void Read(TlsClientConfig files)
    {
        Dispose();
        (roots, chain, client) = (null, null, null);
        if (files.CaFile is not null)
        {
            roots = [];
            roots.ImportFromPemFile(files.CaFile);
            if (roots.Count == 0)
            {
                throw new CryptographicException($"{files.CaFile} holds no certificate in PEM");
            }
        }

        if (files is { CertFile: { } certificate, KeyFile: { } key })
        {
            chain = [];
            chain.ImportFromPemFile(certificate);
            client = SslStreamCertificateContext.Create(Pair(certificate, key), chain, offline: true);
        }
    }

    private static X509Certificate2 Pair(string certificate, string key)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException)
        {
            // While the two are exchanged one after the other this is nothing to worry about.
            throw new CryptographicException($"{certificate} and {key} are not a certificate in PEM and its unencrypted key", wrong);
        }
    }

    private static (long Length, DateTime Written) Stamp(string path)
    {
        // A mounted secret is a link that stays as it is when what it leads to is exchanged.
        var file = File.ResolveLinkTarget(path, returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
        return (file.Length, file.LastWriteTimeUtc);
    }

    private static void DisposeAll(X509Certificate2Collection? certificates)
    {
        foreach (var certificate in certificates ?? [])
        {
            certificate.Dispose();
        }
    }
}
