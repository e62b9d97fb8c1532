namespace Exporter.Traffic.Sockets;

/// <summary>How many connections of clients a target has, by TCP state; without the daemon's own.</summary>
internal sealed record ConnectionCounts
{
    /// <summary>Open in both directions; those that wait to be accepted among them.</summary>
    public int Established { get; init; }

    /// <summary>Half open: the client's last word of the handshake is outstanding.</summary>
    public int SynReceived { get; init; }

    /// <summary>The server ended its side first and waits for the client.</summary>
    public int FinWait { get; init; }

    /// <summary>The client has gone and the server has not noticed or not answered yet.</summary>
    public int CloseWait { get; init; }

    /// <summary>Both sides have ended and the last acknowledgement is outstanding.</summary>
    public int Closing { get; init; }

    /// <summary>Over; kept by the kernel for a minute where the server ended first.</summary>
    public int TimeWait { get; init; }
}
