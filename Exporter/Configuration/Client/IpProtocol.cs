namespace Exporter.Configuration.Client;

/// <summary>Which addresses of a name are connected to.</summary>
internal enum IpProtocol
{
    /// <summary><c>any</c>: in the resolver's order, the next after a failure.</summary>
    Any,

    /// <summary><c>ip4</c></summary>
    Ip4,

    /// <summary><c>ip6</c></summary>
    Ip6,
}
