using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Exporter.Configuration.Web;
using Exporter.Tests.Support;

namespace Exporter.Tests.Web.Tls;

/// <summary>A certificate authority of one test, and the files that a server of it needs.</summary>
internal sealed class TestAuthority : IDisposable
{
    private static readonly DateTimeOffset From = DateTimeOffset.UtcNow.AddDays(-1);
    private static readonly DateTimeOffset Until = DateTimeOffset.UtcNow.AddDays(1);

    private readonly TemporaryFolder folder = new();
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority(string name = "Test CA")
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        Certificate = request.CreateSelfSigned(From, Until);
        CaFile = folder.Write("ca.pem", Certificate.ExportCertificatePem());
    }

    public X509Certificate2 Certificate { get; }

    public string CaFile { get; }

    public string CertFile => folder.PathOf("cert.pem");

    public string KeyFile => folder.PathOf("key.pem");

    /// <summary>Writes a new pair for 127.0.0.1 and names its files.</summary>
    public TlsServerConfig ServerConfig(string commonName)
    {
        WriteServerPair(commonName);
        return new TlsServerConfig { CertFile = CertFile, KeyFile = KeyFile };
    }

    public void WriteServerPair(string commonName)
    {
        using var pair = Issue(commonName, "1.3.6.1.5.5.7.3.1");
        folder.Write("cert.pem", pair.ExportCertificatePem());
        using var privateKey = pair.GetECDsaPrivateKey()!;
        folder.Write("key.pem", privateKey.ExportPkcs8PrivateKeyPem());
    }

    public void Write(string name, string content) => folder.Write(name, content);

    public X509Certificate2 IssueClient(string commonName, DateTimeOffset? until = null) => Issue(commonName, "1.3.6.1.5.5.7.3.2", until);

    public X509Certificate2 Issue(string commonName, string extendedUsage, DateTimeOffset? until = null)
    {
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", leafKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(extendedUsage)], critical: false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName($"{commonName}.example.org");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddEmailAddress($"{commonName}@example.org");
        names.AddUri(new Uri($"spiffe://example.org/{commonName}"));
        request.CertificateExtensions.Add(names.Build());
        using var issued = request.Create(Certificate, From, until ?? Until.AddMinutes(-1), RandomNumberGenerator.GetBytes(8));

        // Through PKCS 12, since a key made in memory alone is not offered to a server on every system.
        using var withKey = issued.CopyWithPrivateKey(leafKey);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        key.Dispose();
        folder.Dispose();
    }
}
