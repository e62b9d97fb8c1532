namespace Exporter.Host.Sockets;

/// <summary>One TCP socket as the kernel lists it.</summary>
/// <param name="State">Its state.</param>
/// <param name="Local">The end on this host.</param>
/// <param name="Remote">The other end; zero for a listening socket.</param>
/// <param name="ReceiveQueue">Bytes that wait to be read; for a listening socket the connections that wait to be accepted.</param>
/// <param name="Backlog">For a listening socket how many connections may wait; null where the source does not say, and for all others.</param>
/// <param name="Inode">Names the socket in <c>/proc/&lt;pid&gt;/fd</c>; 0 while no process holds it: not yet accepted, or closed.</param>
internal readonly record struct SocketRow(SocketState State, SocketEnd Local, SocketEnd Remote, uint ReceiveQueue, uint? Backlog, ulong Inode)
{
    /// <summary>Whether it is complete, or was, and waits in its listener's queue: a client that gave up waits there too.</summary>
    public bool IsUnaccepted => Inode == 0 && State is (SocketState.Established or SocketState.CloseWait);
}
