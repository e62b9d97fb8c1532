using Exporter.Host.Sockets;

namespace Exporter.Traffic.Sockets;

/// <summary>Adds up the sockets of one target.</summary>
internal static class SocketTally
{
    /// <param name="rows">The sockets with the target's local port, of any address.</param>
    /// <param name="server">Where the target listens; its address may be the wildcard.</param>
    /// <param name="isOwn">Whether a client's end is the daemon's own.</param>
    /// <param name="at">When the rows were read.</param>
    /// <returns>Null where nobody listens there.</returns>
    public static SocketReading? Of(IReadOnlyList<SocketRow> rows, SocketEnd server, Func<SocketEnd, bool> isOwn, long at)
    {
        var all = rows.Where(r => r.State == SocketState.Listen && r.Local.Port == server.Port).ToList();
        var listeners = all.Where(r => r.Local.IsWildcard || server.IsWildcard || r.Local.Address == server.Address).ToList();
        if (listeners.Count == 0)
        {
            return null;
        }

        // Another server may listen on another address of the same port: its connections are its own.
        var others = all.Except(listeners).Select(r => r.Local.Address).ToHashSet();
        var connections = rows.Where(r => r.State != SocketState.Listen && r.Local.Port == server.Port && !others.Contains(r.Local.Address)).ToLookup(r => isOwn(r.Remote));
        var waiting = listeners.Sum(l => (int)l.ReceiveQueue);

        // The kernel lists a listener before its connections: one of ours that came between them is not in its number.
        var othersWaiting = Math.Max(waiting - connections[true].Count(r => r.IsUnaccepted), connections[false].Count(r => r.IsUnaccepted));
        var limit = listeners.TrueForAll(l => l.Backlog is not null) ? (int?)listeners.Sum(l => (int)l.Backlog!.Value) : null;
        return new SocketReading(Count(connections[false]), othersWaiting, limit, limit is null ? null : waiting > limit, at)
        {
            Waiting = [.. connections.SelectMany(c => c).Where(c => c.IsUnaccepted).Select(c => c.Remote)],
        };
    }

    private static ConnectionCounts Count(IEnumerable<SocketRow> rows)
    {
        var counts = new int[(int)SocketState.NewSynReceived + 1];
        foreach (var row in rows.Where(r => (int)r.State < counts.Length))
        {
            counts[(int)row.State]++;
        }

        int Of(params ReadOnlySpan<SocketState> states)
        {
            var sum = 0;
            foreach (var state in states)
            {
                sum += counts[(int)state];
            }

            return sum;
        }

        return new ConnectionCounts
        {
            Established = Of(SocketState.Established),
            SynReceived = Of(SocketState.SynReceived, SocketState.NewSynReceived),
            FinWait = Of(SocketState.FinWait1, SocketState.FinWait2),
            CloseWait = Of(SocketState.CloseWait),
            Closing = Of(SocketState.LastAck, SocketState.Closing),
            TimeWait = Of(SocketState.TimeWait),
        };
    }
}
