using System.Net;

namespace Exporter.Demo;

/// <summary>Where the built-in model server listens.</summary>
internal sealed record DemoServerOptions
{
    /// <summary>Default loopback: the server has no authentication.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>0 to 65535; 0 lets the system choose; default 9861.</summary>
    public int Port { get; init; } = 9861;
}
