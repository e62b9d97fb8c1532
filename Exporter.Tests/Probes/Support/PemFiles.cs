using System.Security.Cryptography.X509Certificates;
using Exporter.Tests.Support;

namespace Exporter.Tests.Probes.Support;

/// <summary>Certificates as the files that a configuration names.</summary>
internal sealed class PemFiles : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string Certificate(string name, X509Certificate2 certificate) => Write(name, certificate.ExportCertificatePem());

    public string Key(string name, X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPrivateKey()!;
        return Write(name, key.ExportPkcs8PrivateKeyPem());
    }

    /// <returns>The path of the file.</returns>
    public string Write(string name, string content) => folder.Write(name, content);

    public void Dispose() => folder.Dispose();
}
