using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Exporter.Tests.Probes.Support;

/// <summary>Certificates made in the test's own process.</summary>
internal static class TestCertificates
{
    public static X509Certificate2 SelfSigned(DateTimeOffset notAfter, string name = "127.0.0.1") => Make(notAfter, name, authority: null);

    /// <summary>One that an authority vouches for, which nobody knows.</summary>
    public static X509Certificate2 Issued(DateTimeOffset notAfter, string name = "127.0.0.1")
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=an authority", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var authority = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), notAfter);
        return Make(notAfter, name, authority);
    }

    private static X509Certificate2 Make(DateTimeOffset notAfter, string name, X509Certificate2? authority)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(name, out var address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        if (authority is not null)
        {
            using var issued = request.Create(authority, authority.NotBefore, notAfter, [1]);
            using var whole = issued.CopyWithPrivateKey(key);
            return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
        }

        using var made = request.CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), notAfter);
        // A key that lives only in memory cannot serve TLS on every platform; through PKCS#12 it can.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
