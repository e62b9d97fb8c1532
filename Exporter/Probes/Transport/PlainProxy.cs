using System.Net;

namespace Exporter.Probes.Transport;

/// <summary>The proxy for requests without TLS; with TLS there is none as far as the handler knows.</summary>
internal sealed class PlainProxy(Uri address) : IWebProxy
{
    public ICredentials? Credentials { get; set; }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : address;

    public bool IsBypassed(Uri host) => host.Scheme != Uri.UriSchemeHttp;
}
