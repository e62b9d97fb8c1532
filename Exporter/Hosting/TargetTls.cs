using System.Net.Security;
using Exporter.Configuration.Client;
using Exporter.Probes.Transport;
using Exporter.Traffic.ServerMetrics;

namespace Exporter.Hosting;

/// <summary>The probes' trust and identity for reading a target's own metrics.</summary>
internal sealed class TargetTls(TlsClientConfig config) : IServerTls
{
    private readonly TlsIdentity identity = new(config, SslApplicationProtocol.Http11);

    /// <inheritdoc/>
    public SslClientAuthenticationOptions OptionsFor(string host)
    {
        var options = identity.OptionsFor(host, isHome: true);
        options.RemoteCertificateValidationCallback = (_, _, _, objections) => config.SkipVerify || objections == SslPolicyErrors.None;
        return options;
    }

    public void Dispose() => identity.Dispose();
}
