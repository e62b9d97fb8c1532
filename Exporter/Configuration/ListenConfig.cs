namespace Exporter.Configuration;

/// <summary>Section <c>listen</c>: where the daemon is scraped. A change needs a restart.</summary>
internal sealed record ListenConfig
{
    /// <summary>Addresses as <c>host:port</c>, <c>[v6]:port</c> or <c>:port</c> (every interface); default loopback, port 9860.</summary>
    public ValueList<ListenAddress> Addresses { get; init; } = new([new ListenAddress("127.0.0.1", 9860)]);

    /// <summary>Path of the metrics; begins with a slash; default <c>/metrics</c>.</summary>
    public string Path { get; init; } = "/metrics";
}
