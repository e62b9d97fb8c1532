namespace Exporter.Host.Sockets;

/// <summary>State of a TCP socket; the numbers are the kernel's.</summary>
internal enum SocketState : byte
{
    Established = 1,
    SynSent = 2,
    SynReceived = 3,
    FinWait1 = 4,
    FinWait2 = 5,
    TimeWait = 6,
    Closed = 7,
    CloseWait = 8,
    LastAck = 9,
    Listen = 10,
    Closing = 11,

    /// <summary>As <see cref="SynReceived"/>; newer kernels hold half-open connections apart.</summary>
    NewSynReceived = 12,
}
