using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Exporter.Probes.Transport;

/// <summary>Says what is wrong with a server's certificate.</summary>
internal static class CertificateObjection
{
    /// <returns>Null when nothing is.</returns>
    public static string? Of(SslPolicyErrors errors, X509Chain? chain, string host)
    {
        var objections = new List<string>();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            objections.Add("missing");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            objections.Add($"not for {host}");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            objections.Add($"not trusted ({string.Join(", ", (chain?.ChainStatus ?? []).Select(status => Explained(status.Status, chain!)))})");
        }

        return objections.Count == 0 ? null : $"the certificate is {string.Join(" and ", objections)}";
    }

    private static string Explained(X509ChainStatusFlags status, X509Chain chain) => status switch
    {
        X509ChainStatusFlags.NotTimeValid => $"{status}: {ValidityOf(chain)}",
        X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain => $"{status}: neither tls.ca_file nor, without one, the system has the CA that signed it",
        _ => status.ToString(),
    };

    /// <summary>Of the certificate that is to blame, which can be one above the server's own.</summary>
    private static string ValidityOf(X509Chain chain) =>
        chain.ChainElements.FirstOrDefault(element => element.ChainElementStatus.Any(status => status.Status == X509ChainStatusFlags.NotTimeValid)) is { Certificate: var wrong }
            ? string.Create(CultureInfo.InvariantCulture, $"{wrong.Subject} is valid from {wrong.NotBefore.ToUniversalTime():yyyy-MM-dd} to {wrong.NotAfter.ToUniversalTime():yyyy-MM-dd}")
            : "a certificate of its chain";
}
