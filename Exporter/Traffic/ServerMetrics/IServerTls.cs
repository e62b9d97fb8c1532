using System.Net.Security;

namespace Exporter.Traffic.ServerMetrics;

/// <summary>Whom a reading trusts and who it says it is; filled by the composition root, which has it from the probes.</summary>
internal interface IServerTls : IDisposable
{
    /// <exception cref="System.Security.Authentication.AuthenticationException">A file cannot be used; the message names it.</exception>
    public SslClientAuthenticationOptions OptionsFor(string host);
}
