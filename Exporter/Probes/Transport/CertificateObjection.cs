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
            // Such as NotTimeValid for an expired one and UntrustedRoot for one that nobody vouches for.
            objections.Add($"not trusted ({string.Join(", ", (chain?.ChainStatus ?? []).Select(status => status.Status))})");
        }

        return objections.Count == 0 ? null : $"the certificate is {string.Join(" and ", objections)}";
    }
}
