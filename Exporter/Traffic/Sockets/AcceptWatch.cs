using Exporter.Host.Sockets;

namespace Exporter.Traffic.Sockets;

/// <summary>Notices that a server accepts connections: somebody who waited in its queue waits no more. Not thread-safe.</summary>
internal sealed class AcceptWatch
{
    private HashSet<SocketEnd> waiting = [];
    private long? last;

    /// <param name="now">The clients that wait now.</param>
    /// <param name="at">When they were seen.</param>
    /// <returns>When the server was last seen to accept somebody, or to have nobody to accept.</returns>
    public long Look(IReadOnlyCollection<SocketEnd> now, long at)
    {
        var next = now.ToHashSet();
        if (last is null || next.Count == 0 || !waiting.IsSubsetOf(next))
        {
            last = at;
        }

        waiting = next;
        return last.Value;
    }
}
