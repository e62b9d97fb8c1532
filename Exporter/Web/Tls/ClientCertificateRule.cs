using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exporter.Configuration.Web;

namespace Exporter.Web.Tls;

/// <summary>What a client has to show: nothing, a certificate, or one that leads to the operator's own CA and carries an allowed name.</summary>
internal sealed class ClientCertificateRule
{
    private readonly ClientAuthType type;
    private readonly X509Certificate2Collection authorities;
    private readonly HashSet<string> allowedNames;

    private ClientCertificateRule(ClientAuthType type, X509Certificate2Collection authorities, IEnumerable<string> allowedNames)
    {
        this.type = type;
        this.authorities = authorities;
        this.allowedNames = new HashSet<string>(allowedNames, StringComparer.Ordinal);
    }

    private bool IsVerifying => type is ClientAuthType.VerifyClientCertIfGiven or ClientAuthType.RequireAndVerifyClientCert;

    /// <exception cref="IOException">The CA file cannot be read.</exception>
    /// <exception cref="CryptographicException">It is no PEM.</exception>
    /// <exception cref="InvalidDataException">The settings contradict each other.</exception>
    public static ClientCertificateRule Load(TlsServerConfig config)
    {
        var rule = new ClientCertificateRule(config.ClientAuth, LoadAuthorities(config.ClientCaFile), config.ClientAllowedSans);
        if (rule.IsVerifying && rule.authorities.Count == 0)
        {
            throw new InvalidDataException($"client_auth_type {config.ClientAuth} needs a client_ca_file with at least one certificate");
        }

        if (config.ClientAuth == ClientAuthType.NoClientCert && config.ClientCaFile is not null)
        {
            throw new InvalidDataException("client_ca_file needs a client_auth_type that asks for a certificate");
        }

        return rule.IsVerifying || config.ClientAllowedSans.Count == 0
            ? rule
            : throw new InvalidDataException("client_allowed_sans needs a client_auth_type that verifies");
    }

    public void ApplyTo(SslServerAuthenticationOptions options)
    {
        options.ClientCertificateRequired = type != ClientAuthType.NoClientCert;
        options.RemoteCertificateValidationCallback = Accepts;
        if (IsVerifying)
        {
            options.CertificateChainPolicy = ChainPolicy();
        }
    }

    private bool Accepts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown)
        {
            return type is not (ClientAuthType.RequireAnyClientCert or ClientAuthType.RequireAndVerifyClientCert);
        }

        // A client's certificate has no host name to fit; everything else must be in order.
        return !IsVerifying
            || ((errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None && HasAllowedName(shown));
    }

    private bool HasAllowedName(X509Certificate2 certificate) =>
        allowedNames.Count == 0 || SubjectAlternativeNames.Of(certificate).Any(allowedNames.Contains);

    /// <summary>A new one for each connection: the chain engine changes it.</summary>
    private X509ChainPolicy ChainPolicy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static X509Certificate2Collection LoadAuthorities(string? path)
    {
        var authorities = new X509Certificate2Collection();
        if (path is null)
        {
            return authorities;
        }

        var pem = File.ReadAllText(path);
        try
        {
            authorities.ImportFromPem(pem);
            return authorities;
        }
        catch (CryptographicException e)
        {
            throw new CryptographicException($"{path} is not a file of certificates in PEM: {e.Message}", e);
        }
    }
}
