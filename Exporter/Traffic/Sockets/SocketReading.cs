using Exporter.Host.Sockets;

namespace Exporter.Traffic.Sockets;

/// <summary>The sockets of one target at one moment.</summary>
/// <param name="Connections">Connections of clients by state.</param>
/// <param name="AcceptQueueLength">Connections that are complete and that the server has not accepted: clients who wait now. Without the daemon's own.</param>
/// <param name="AcceptQueueLimit">How many may wait before the kernel turns clients away; null where only /proc could be read, which does not tell.</param>
/// <param name="IsAcceptQueueFull">Whether the kernel turns clients away now; the daemon's own waiting connections count here. Null where the limit is unknown.</param>
/// <param name="At">When it was read, in ticks of the daemon's clock.</param>
internal sealed record SocketReading(ConnectionCounts Connections, int AcceptQueueLength, int? AcceptQueueLimit, bool? IsAcceptQueueFull, long At)
{
    /// <summary>The clients in the queue, the daemon's own among them; connections that their client broke off are not listed.</summary>
    public required IReadOnlyCollection<SocketEnd> Waiting { get; init; }

    /// <summary>When the server was last seen to accept somebody, or to have nobody to accept; in ticks of the daemon's clock.</summary>
    public long LastAccept { get; init; }

    /// <summary>The longest queue of the last minute.</summary>
    public int AcceptQueueMax { get; init; }
}
